readable      = [for i in range(6) : format("arn:aws:s3:::a-bucket-with-a-long-name-%02d/prefix/*", i)]
readable_keys = [for i in range(4) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
boundaries    = [for i in range(6) : format("arn:aws:iam::123456789012:policy/boundaries/a-boundary-%02d", i)]
