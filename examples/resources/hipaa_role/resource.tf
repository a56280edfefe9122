resource "hipaa_role" "example" {
  template             = file("${path.module}/pathology.hcl")
  name                 = "pathologist"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Reads slides for the weekly conference"

  parameters = {
    region  = "us-east-1"
    slides  = [{ arn = "arn:aws:s3:::slides", prefix = "2026/" }, { arn = "arn:aws:s3:::slides-archive" }]
    reports = true
  }

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
