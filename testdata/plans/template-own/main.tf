# Roles made from templates of one's own, planned with this repository's own
# provider: one whose bucket is not known until apply, and one whose pattern is
# not, so that it may be anything.
# Expect at the second what the rules find in patterns nobody knows: what the
# template itself accepts counts for nothing.

resource "terraform_data" "later" {
  input = "arn:aws:s3:::slides"
}

resource "hipaa_role" "pathologist" {
  template             = file("${path.module}/pathology.hcl")
  name                 = "pathologist"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"

  parameters = {
    region  = "us-east-1"
    slides  = [{ arn = terraform_data.later.output, prefix = "2026/" }, { arn = "arn:aws:s3:::archive" }]
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

resource "hipaa_role" "exports" {
  template             = file("${path.module}/exports.hcl")
  name                 = "exports"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"

  parameters = {
    objects = ["arn:aws:s3:::letters/*", terraform_data.later.output]
  }

  trust {
    saml {
      provider_arn    = terraform_data.later.output
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}
