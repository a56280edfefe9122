slides = "arn:aws:s3:::slides"
trust {
 saml {
 provider_arn = "arn:aws:iam::123456789012:saml-provider/Workforce"
 }
}
