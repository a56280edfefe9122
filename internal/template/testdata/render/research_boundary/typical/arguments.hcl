readable      = ["arn:aws:s3:::deidentified/*", "arn:aws:s3:::research-results/*", "arn:aws:athena:us-east-1:123456789012:workgroup/research"]
readable_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
