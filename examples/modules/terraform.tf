terraform {
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }

    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}
