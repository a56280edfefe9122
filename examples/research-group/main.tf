# A research group of a hospital: who removes what identifies, who reads what is
# left, and who runs genomes. None of the researchers reaches a record.

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

  role_defaults {
    path      = "/research/"
    owner     = "research-computing@hospital.example"
    review_by = "2027-01-31"
  }
}

locals {
  region    = "us-east-1"
  account   = "123456789012"
  here      = "${local.region}:${local.account}"
  workforce = "arn:aws:iam::${local.account}:saml-provider/Workforce"
  evidence  = "Sign-in policy SEC-12"

  deidentified = { arn = "arn:aws:s3:::research-deidentified", prefix = "projects/" }
  key          = "arn:aws:kms:${local.here}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

# Whatever is attached to a researcher's role: only what is named here is read.
resource "hipaa_permissions_boundary" "research" {
  class         = "research"
  name          = "research"
  path          = "/research/"
  readable      = ["arn:aws:s3:::research-deidentified/*", "arn:aws:s3:::research-results/*", "arn:aws:athena:${local.here}:workgroup/research"]
  readable_keys = [local.key]
}

resource "hipaa_permissions_boundary" "workload" {
  class     = "phi-workload"
  name      = "research-workload"
  path      = "/research/"
  resources = ["arn:aws:s3:::hospital-curated*", "arn:aws:s3:::research-*", "arn:aws:omics:${local.here}:*", "arn:aws:logs:${local.here}:*", local.key]
}

# Data sets without the 18 identifiers of 45 CFR 164.514(b)(2). That a set has none
# of them is for people to decide.
resource "hipaa_researcher_role" "cohort" {
  name                 = "researcher"
  permissions_boundary = hipaa_permissions_boundary.research.arn
  justification        = "Reads de-identified cohorts"
  regions              = [local.region]
  datasets             = [local.deidentified]
  workgroups           = ["arn:aws:athena:${local.here}:workgroup/research"]
  results              = { arn = "arn:aws:s3:::research-results", prefix = "" }
  databases            = [{ region = local.region, account_id = local.account, name = "deidentified" }]
  keys                 = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Researcher"]
    }
  }
}

# The job that takes identifiers out. It reads records, so that it is software and
# no person.
resource "hipaa_etl_job_role" "deidentify" {
  name                 = "deidentify"
  permissions_boundary = hipaa_permissions_boundary.workload.arn
  justification        = "Removes identifiers before researchers see data"
  regions              = [local.region]
  sources              = [{ arn = "arn:aws:s3:::hospital-curated", prefix = "encounters/" }]
  target               = { arn = "arn:aws:s3:::research-deidentified", prefix = "projects/", key = local.key }
  source_keys          = [local.key]
  log_groups           = ["arn:aws:logs:${local.here}:log-group:/aws-glue/jobs/output"]
  detect_phi           = true

  trust {
    service {
      services        = ["glue.amazonaws.com"]
      source_accounts = [local.account]
    }
  }
}

# Runs over genomes, and the people who start them and see no genome themselves.
resource "hipaa_genomics_workflow_role" "runs" {
  name                 = "genomics-run"
  permissions_boundary = hipaa_permissions_boundary.workload.arn
  justification        = "Runs workflows over genomes"
  regions              = [local.region]
  places               = [{ region = local.region, account_id = local.account }]
  inputs               = [{ arn = "arn:aws:s3:::research-genomes-in", prefix = "fastq/" }]
  outputs              = [{ arn = "arn:aws:s3:::research-genomes-out", prefix = "" }]
  sequence_stores      = ["arn:aws:omics:${local.here}:sequenceStore/1"]
  keys                 = [local.key]

  trust {
    service {
      services        = ["omics.amazonaws.com"]
      source_accounts = [local.account]
    }
  }
}

resource "hipaa_genomics_analyst_role" "analysts" {
  name                 = "genomics-analyst"
  permissions_boundary = "arn:aws:iam::${local.account}:policy/clinic/phi-workforce"
  justification        = "Starts runs and looks at how they went"
  regions              = [local.region]
  places               = [{ region = local.region, account_id = local.account }]
  workflows            = ["arn:aws:omics:${local.here}:workflow/1234567"]
  run_roles            = ["arn:aws:iam::${local.account}:role/research/genomics-run"]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["GenomicsAnalyst"]
    }
  }
}
