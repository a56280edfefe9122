regions    = [for i in range(3) : "us-east-${i}"]
state      = { arn = "arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-001", prefix = "production/" }
state_keys = [for i in range(4) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
lock_table = "arn:aws:dynamodb:us-east-1:123456789012:table/locks"
trust {
  ci {
    provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    subjects     = ["repo:hospital/infrastructure:environment:production"]
  }
}
