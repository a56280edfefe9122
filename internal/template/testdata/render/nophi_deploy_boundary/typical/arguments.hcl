readable      = ["arn:aws:s3:::hospital-state/production/*", "arn:aws:dynamodb:us-east-1:123456789012:table/locks"]
readable_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
