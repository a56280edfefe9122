test "reads slides" {
  arguments {
    slides = "arn:aws:s3:::slides"
    trust {
      saml { provider_arn = "arn:aws:iam::123456789012:saml-provider/Workforce" }
    }
  }
  allow  = ["s3:GetObject arn:aws:s3:::slides/1"]
  deny   = ["s3:DeleteObject arn:aws:s3:::slides/1"]
  admit  = ["sts:AssumeRoleWithSAML arn:aws:iam::123456789012:saml-provider/Workforce SAML:aud=https://signin.aws.amazon.com/saml"]
  refuse = ["sts:AssumeRole arn:aws:iam::999999999999:root"]
}
