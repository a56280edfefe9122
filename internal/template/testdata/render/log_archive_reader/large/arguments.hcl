regions    = [for i in range(3) : "us-east-${i}"]
archives   = [for i in range(6) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
workgroups = [for i in range(4) : format("arn:aws:athena:us-east-1:123456789012:workgroup/a-workgroup-%02d", i)]
results    = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "" }
keys       = [for i in range(5) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
