resource "hipaa_ci_plan_role" "example" {
  name                 = "ci-plan"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-deploy"
  justification        = "Pipeline that plans"

  regions    = ["us-east-1"]
  state      = { arn = "arn:aws:s3:::hospital-state", prefix = "production/" }
  state_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  lock_table = "arn:aws:dynamodb:us-east-1:123456789012:table/locks"

  trust {
    ci {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:hospital/infrastructure:environment:production"]
    }
  }
}
