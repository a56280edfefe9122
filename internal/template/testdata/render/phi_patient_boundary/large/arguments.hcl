resources = [for i in range(24) : format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%02d/*", i)]
