test "reads the laboratory's slides, and only those" {
  arguments {
    region     = "us-east-1"
    laboratory = "north"
    bucket     = "arn:aws:s3:::slides"
    key        = "arn:aws:kms:us-east-1:123456789012:key/1"
    trust {
      saml {
        provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
        mfa_enforced_by = "idp"
        mfa_evidence    = "Sign-in policy SEC-12"
      }
    }
  }

  allow = [
    "s3:GetObject arn:aws:s3:::slides/north/2026/1.svs",
    "kms:Decrypt arn:aws:kms:us-east-1:123456789012:key/1 kms:ViaService=s3.us-east-1.amazonaws.com",
  ]
  deny = [
    "s3:GetObject arn:aws:s3:::slides/south/1.svs",
    "s3:PutObject arn:aws:s3:::slides/north/1.svs",
    "s3:GetObject arn:aws:s3:::slides/north/1.svs aws:SecureTransport=false",
    "kms:Decrypt arn:aws:kms:us-east-1:123456789012:key/1",
    "cloudtrail:StopLogging arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
  ]
  admit  = ["sts:AssumeRoleWithSAML arn:aws:iam::123456789012:saml-provider/Workforce SAML:aud=https://signin.aws.amazon.com/saml"]
  refuse = ["sts:AssumeRole arn:aws:iam::999999999999:root"]
}
