regions = [for i in range(3) : "us-east-${i}"]
keys    = [for i in range(40) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
aliases = [for i in range(10) : format("arn:aws:kms:us-east-1:123456789012:alias/a-key-with-a-name-%02d", i)]

trust {
  mfa {
    users = [for i in range(5) : format("arn:aws:iam::123456789012:user/staff/a-user-with-a-long-name-%02d", i)]
  }
}
