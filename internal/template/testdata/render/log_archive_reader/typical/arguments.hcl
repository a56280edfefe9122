regions    = ["us-east-1"]
archives   = [{ arn = "arn:aws:s3:::audit-archive", prefix = "AWSLogs/" }]
workgroups = ["arn:aws:athena:us-east-1:123456789012:workgroup/audit"]
results    = { arn = "arn:aws:s3:::audit-results", prefix = "" }
keys       = ["arn:aws:kms:us-east-1:123456789012:key/1"]
