data "hipaa_business_associate_agreement" "aws" {
  lifecycle {
    # No PHI goes to an account without an agreement: the plan fails.
    postcondition {
      condition     = self.active
      error_message = "No business associate agreement with AWS: ${self.reason}"
    }
  }
}

# The same as a check, which only warns.
check "business_associate_agreement" {
  assert {
    condition     = data.hipaa_business_associate_agreement.aws.active
    error_message = data.hipaa_business_associate_agreement.aws.reason
  }
}

output "agreement_since" {
  value = data.hipaa_business_associate_agreement.aws.effective_from
}
