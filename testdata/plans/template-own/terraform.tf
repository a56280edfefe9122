terraform {
  required_version = ">= 1.8"

  required_providers {
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

provider "hipaa" {
  region              = "us-east-1"
  allowed_account_ids = ["123456789012"]

  role_defaults {
    owner     = "it-security@clinic.example"
    review_by = "2027-06-30"
  }
}
