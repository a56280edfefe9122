regions        = ["us-east-1"]
actions        = ["lambda:*", "states:*"]
resources      = ["arn:aws:lambda:us-east-1:123456789012:function:dev-*", "arn:aws:states:us-east-1:123456789012:stateMachine:dev-*"]
synthetic_data = ["arn:aws:s3:::synthetic-records/*"]
synthetic_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
run_roles      = ["arn:aws:iam::123456789012:role/dev/run"]
pass_to        = ["lambda.amazonaws.com"]

trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
