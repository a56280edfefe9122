terraform {
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

provider "hipaa" {
  region              = "us-east-1"
  allowed_account_ids = [local.account]

  role_defaults {
    owner     = "it-security@clinic.example"
    review_by = "2027-06-30"
  }
}
provider "aws" {
  region = "us-east-1"
}
