regions  = ["us-east-1"]
keys     = ["arn:aws:kms:us-east-1:123456789012:key/1"]
services = ["s3"]
accounts = ["123456789012"]
