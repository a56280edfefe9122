partition             = "aws-us-gov"
regions               = ["us-gov-west-1"]
healthlake_datastores = ["arn:aws-us-gov:healthlake:us-gov-west-1:123456789012:datastore/fhir/0a1b2c"]
keys                  = ["arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1"]

trust {
  saml {
    provider_arn = "arn:aws-us-gov:iam::123456789012:saml-provider/Workforce"
  }
  saml {
    provider_arn = "arn:aws-us-gov:iam::123456789012:saml-provider/Locums"
    audiences    = ["https://us-gov-west-1.signin.amazonaws-us-gov.com/saml"]
  }
}
