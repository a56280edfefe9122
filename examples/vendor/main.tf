# A business associate under contract: what it may reach, until when, and from
# where; and the bucket through which data are exchanged, closed to all others.

terraform {
  required_version = ">= 1.8"

  required_providers {
    hipaa = {
      source = "hipaa-iam/hipaa"
    }
  }
}

provider "hipaa" {
  region              = local.region
  allowed_account_ids = [local.account]
  config_file         = "${path.root}/.hipaacheck.hcl"

  role_defaults {
    path      = "/vendors/"
    owner     = "contracts@hospital.example"
    review_by = "2027-01-31"
  }
}

locals {
  region  = "us-east-1"
  account = "123456789012"
  here    = "${local.region}:${local.account}"

  # The contract: BAA-2026-14 with the transcription service, until the end of June.
  vendor       = "arn:aws:iam::111122223333:role/transcription"
  contract_end = "2027-06-30T00:00:00Z"

  exchange = "arn:aws:s3:::hospital-exchange"
  key      = "arn:aws:kms:${local.here}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

resource "hipaa_permissions_boundary" "transcription" {
  class     = "ba"
  name      = "ba-transcription"
  path      = "/vendors/"
  resources = [local.exchange, "${local.exchange}/*", local.key]
  expires   = local.contract_end
}

resource "hipaa_vendor_role" "transcription" {
  name                 = "vendor-transcription"
  permissions_boundary = hipaa_permissions_boundary.transcription.arn
  justification        = "Transcribes dictations, contract BAA-2026-14"
  regions              = [local.region]
  baa_id               = "BAA-2026-14"
  vendor_id            = "transcription"
  expires              = local.contract_end
  read_buckets         = [{ arn = local.exchange, prefix = "dictations/" }]
  write_buckets        = [{ arn = local.exchange, prefix = "transcripts/" }]
  keys                 = [local.key]

  trust {
    vendor {
      principals   = [local.vendor]
      external_id  = "hospital-7f3a91"
      contract_end = local.contract_end
    }
  }
}

output "for_the_vendor" {
  description = "What the vendor needs to know."
  value = {
    role        = hipaa_vendor_role.transcription.arn
    external_id = "hospital-7f3a91"
    until       = local.contract_end
  }
}
