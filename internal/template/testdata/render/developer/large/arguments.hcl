permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
regions              = [for i in range(3) : "us-east-${i}"]
actions              = ["lambda:*", "states:*", "events:*", "apigateway:*"]
resources            = [for i in range(12) : format("arn:aws:lambda:us-east-1:123456789012:function:dev-a-name-%02d-*", i)]
synthetic_data       = [for i in range(6) : format("arn:aws:s3:::a-bucket-of-synthetic-data-%02d/*", i)]
synthetic_keys       = [for i in range(4) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
run_roles            = [for i in range(5) : format("arn:aws:iam::123456789012:role/pipelines/a-role-with-a-long-name-%02d", i)]
pass_to              = ["lambda.amazonaws.com"]
trust {
  saml {
    provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
    mfa_enforced_by = "idp"
    mfa_evidence    = "Sign-in policy SEC-12"
  }
}
