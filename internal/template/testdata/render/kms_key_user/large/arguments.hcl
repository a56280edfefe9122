regions  = [for i in range(3) : "us-east-${i}"]
keys     = [for i in range(25) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
services = ["s3", "dynamodb", "rds"]
accounts = ["123456789012"]
