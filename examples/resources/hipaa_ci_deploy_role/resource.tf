resource "hipaa_ci_deploy_role" "example" {
  name                 = "ci-deploy"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-deploy"
  justification        = "Pipeline that applies"

  regions    = ["us-east-1"]
  state      = { arn = "arn:aws:s3:::hospital-state", prefix = "production/" }
  state_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  lock_table = "arn:aws:dynamodb:us-east-1:123456789012:table/locks"
  changes = [
    { action = "lambda:UpdateFunctionCode", resource = "arn:aws:lambda:us-east-1:123456789012:function:portal-*" },
    { action = "lambda:UpdateFunctionConfiguration", resource = "arn:aws:lambda:us-east-1:123456789012:function:portal-*" },
  ]
  role_path  = "workload/"
  account_id = "123456789012"
  pass_to    = ["lambda.amazonaws.com"]

  trust {
    ci {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:hospital/infrastructure:environment:production"]
    }
  }
}
