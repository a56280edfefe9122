resources  = [for i in range(20) : format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%02d/*", i)]
pass_roles = [for i in range(4) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
