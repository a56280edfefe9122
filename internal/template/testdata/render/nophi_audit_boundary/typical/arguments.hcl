readable      = ["arn:aws:s3:::hospital-evidence/2026/*"]
readable_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
