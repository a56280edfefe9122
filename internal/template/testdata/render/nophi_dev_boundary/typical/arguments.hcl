readable      = ["arn:aws:s3:::synthetic-records/*"]
readable_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
pass_roles    = ["arn:aws:iam::123456789012:role/*"]
