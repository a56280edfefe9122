# Everybody and everything in a clinic that touches AWS: the ceilings first, then
# people who treat, people who bill, software, operation, oversight, emergencies,
# the vendor and the patients. Every policy is in the plan, statement by statement.

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

  # Empty: AWS itself.
  endpoints {
    iam = var.aws_endpoint
    sts = var.aws_endpoint
  }

  role_defaults {
    path      = "/clinic/"
    owner     = "it-security@clinic.example"
    review_by = "2027-01-31"
  }
}

variable "aws_endpoint" {
  description = "URL of an AWS API other than AWS's own, such as moto's."
  type        = string
  default     = null
}

locals {
  region  = "us-east-1"
  account = "123456789012"
  here    = "${local.region}:${local.account}"

  # Where people sign in; the second factor is asked for there.
  workforce = "arn:aws:iam::${local.account}:saml-provider/Workforce"
  evidence  = "Sign-in policy SEC-12"

  # What holds PHI, and the key that protects it.
  records = "arn:aws:healthlake:${local.here}:datastore/fhir/0123456789abcdef0123456789abcdef"
  images  = "arn:aws:medical-imaging:${local.here}:datastore/fedcba9876543210fedcba9876543210"
  letters = { arn = "arn:aws:s3:::clinic-letters", prefix = "discharge/" }
  claims  = { arn = "arn:aws:s3:::clinic-claims", prefix = "837/" }
  charts  = "arn:aws:dynamodb:${local.here}:table/charts"
  key     = "arn:aws:kms:${local.here}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  phi = ["${local.records}*", "${local.images}*", "arn:aws:s3:::clinic-*", "${local.charts}*", local.key]

  # Ceilings that keep their own text.
  ceilings = [for class in ["emergency", "nophi-audit", "nophi-deploy", "nophi-identity", "nophi-kms", "nophi-ops", "nophi-soc"] :
    "arn:aws:iam::${local.account}:policy/clinic/${class}"
  ]
}

# --- Ceilings: whatever is attached to a role, it stays below its own. ---

resource "hipaa_permissions_boundary" "phi_workforce" {
  class     = "phi-workforce"
  name      = "phi-workforce"
  path      = "/clinic/"
  resources = local.phi
}

resource "hipaa_permissions_boundary" "phi_workload" {
  class     = "phi-workload"
  name      = "phi-workload"
  path      = "/clinic/"
  resources = concat(local.phi, ["arn:aws:secretsmanager:${local.here}:secret:ehr-*"])
}

resource "hipaa_permissions_boundary" "phi_patient" {
  class     = "phi-patient"
  name      = "phi-patient"
  path      = "/clinic/"
  resources = ["arn:aws:s3:::clinic-portal/*"]
}

resource "hipaa_permissions_boundary" "nophi_audit" {
  class      = "nophi-audit"
  name       = "nophi-audit"
  path       = "/clinic/"
  boundaries = local.ceilings
  readable   = ["arn:aws:s3:::clinic-evidence/*"]
}

resource "hipaa_permissions_boundary" "nophi_deploy" {
  class      = "nophi-deploy"
  name       = "nophi-deploy"
  path       = "/clinic/"
  boundaries = local.ceilings
  readable   = ["arn:aws:s3:::clinic-state/*", "arn:aws:dynamodb:${local.here}:table/locks"]
}

resource "hipaa_permissions_boundary" "nophi_identity" {
  class      = "nophi-identity"
  name       = "nophi-identity"
  path       = "/clinic/"
  boundaries = local.ceilings
}

resource "hipaa_permissions_boundary" "nophi_kms" {
  class      = "nophi-kms"
  name       = "nophi-kms"
  path       = "/clinic/"
  boundaries = local.ceilings
}

resource "hipaa_permissions_boundary" "nophi_ops" {
  class      = "nophi-ops"
  name       = "nophi-ops"
  path       = "/clinic/"
  boundaries = local.ceilings
}

resource "hipaa_permissions_boundary" "nophi_soc" {
  class      = "nophi-soc"
  name       = "nophi-soc"
  path       = "/clinic/"
  boundaries = local.ceilings
}

resource "hipaa_permissions_boundary" "emergency" {
  class      = "emergency"
  name       = "emergency"
  path       = "/clinic/"
  boundaries = local.ceilings
}

resource "hipaa_permissions_boundary" "ba" {
  class     = "ba"
  name      = "ba"
  path      = "/clinic/"
  resources = ["arn:aws:s3:::clinic-exchange", "arn:aws:s3:::clinic-exchange/*", local.key]
  expires   = "2027-06-30T00:00:00Z"
}

# --- People who treat ---

resource "hipaa_clinician_role" "cardiology" {
  name                  = "clinician-cardiology"
  permissions_boundary  = hipaa_permissions_boundary.phi_workforce.arn
  justification         = "Cardiologists read records at the bedside"
  max_session_duration  = 14400
  regions               = [local.region]
  healthlake_datastores = [local.records]
  record_buckets        = [local.letters]
  keys                  = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Cardiologist"]
    }
  }
}

resource "hipaa_nurse_role" "ward" {
  name                  = "nurse"
  permissions_boundary  = hipaa_permissions_boundary.phi_workforce.arn
  justification         = "Nurses read records of their ward and chart"
  regions               = [local.region]
  healthlake_datastores = [local.records]
  record_tables         = [local.charts]
  chart_attributes      = ["facility", "patient", "note"]
  keys                  = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Nurse"]
    }
  }
}

resource "hipaa_imaging_viewer_role" "radiology" {
  name                 = "radiologist"
  permissions_boundary = hipaa_permissions_boundary.phi_workforce.arn
  justification        = "Radiologists read images"
  regions              = [local.region]
  imaging_datastores   = [local.images]
  keys                 = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Radiologist"]
    }
  }
}

# --- People who bill ---

resource "hipaa_billing_role" "claims" {
  name                 = "billing"
  permissions_boundary = hipaa_permissions_boundary.phi_workforce.arn
  justification        = "Claims are written and sent"
  regions              = [local.region]
  claim_buckets        = [local.claims]
  keys                 = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Billing"]
    }
  }
}

# --- Software ---

resource "hipaa_application_role" "ehr" {
  name                 = "ehr"
  permissions_boundary = hipaa_permissions_boundary.phi_workload.arn
  justification        = "The record system itself"
  regions              = [local.region]
  tables               = [local.charts]
  buckets              = [{ arn = "arn:aws:s3:::clinic-ehr", prefix = "uploads/" }]
  secrets              = ["arn:aws:secretsmanager:${local.here}:secret:ehr-AbCdEf"]
  keys                 = [local.key]
  log_groups           = ["arn:aws:logs:${local.here}:log-group:/ehr/app"]

  trust {
    service {
      services        = ["ecs-tasks.amazonaws.com"]
      source_accounts = [local.account]
    }
  }
}

resource "hipaa_imaging_ingest_role" "pacs" {
  name                 = "imaging-ingest"
  permissions_boundary = hipaa_permissions_boundary.phi_workload.arn
  justification        = "Imports images from the modalities"
  regions              = [local.region]
  imaging_datastores   = [local.images]
  input                = { arn = "arn:aws:s3:::clinic-dicom-in", prefix = "ct/" }
  output               = { arn = "arn:aws:s3:::clinic-dicom-out", prefix = "" }
  keys                 = [local.key]

  trust {
    service {
      services        = ["medical-imaging.amazonaws.com"]
      source_accounts = [local.account]
    }
  }
}

resource "hipaa_ci_plan_role" "pull_requests" {
  name                 = "ci-plan"
  permissions_boundary = hipaa_permissions_boundary.nophi_deploy.arn
  justification        = "Plans pull requests, and changes nothing"
  regions              = [local.region]
  state                = { arn = "arn:aws:s3:::clinic-state", prefix = "production/" }
  lock_table           = "arn:aws:dynamodb:${local.here}:table/locks"

  trust {
    ci {
      provider_arn = "arn:aws:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:clinic/infrastructure:pull_request"]
    }
  }
}

resource "hipaa_ci_deploy_role" "production" {
  name                 = "ci-deploy"
  permissions_boundary = hipaa_permissions_boundary.nophi_deploy.arn
  justification        = "Deploys the portal after review"
  regions              = [local.region]
  state                = { arn = "arn:aws:s3:::clinic-state", prefix = "production/" }
  lock_table           = "arn:aws:dynamodb:${local.here}:table/locks"
  changes              = [{ action = "lambda:UpdateFunctionCode", resource = "arn:aws:lambda:${local.here}:function:portal-*" }]

  trust {
    ci {
      provider_arn = "arn:aws:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:clinic/infrastructure:environment:production"]
    }
  }
}

# --- Operation: none of these reads a record. ---

resource "hipaa_backup_operator_role" "backup" {
  name                 = "backup-operator"
  permissions_boundary = hipaa_permissions_boundary.nophi_ops.arn
  justification        = "Makes backups, and cannot restore or delete them"
  regions              = [local.region]
  vaults               = ["arn:aws:backup:${local.here}:backup-vault:main"]
  backup_roles         = ["arn:aws:iam::${local.account}:role/backup"]
  recovery_points      = ["arn:aws:backup:${local.here}:recovery-point:*"]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["BackupOperator"]
    }
  }
}

resource "hipaa_database_administrator_role" "databases" {
  name                 = "database-administrator"
  permissions_boundary = hipaa_permissions_boundary.nophi_ops.arn
  justification        = "Runs the databases, without reading them"
  regions              = [local.region]
  places               = [{ region = local.region, account_id = local.account }]
  tables               = [local.charts]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["DatabaseAdministrator"]
    }
  }
}

resource "hipaa_kms_key_administrator_role" "keys" {
  name                 = "key-administrator"
  permissions_boundary = hipaa_permissions_boundary.nophi_kms.arn
  justification        = "Keeps the keys, and reads nothing that they lock"
  regions              = [local.region]
  keys                 = [local.key]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["KeyAdministrator"]
    }
  }
}

resource "hipaa_identity_administrator_role" "access" {
  name                 = "identity-administrator"
  permissions_boundary = hipaa_permissions_boundary.nophi_identity.arn
  justification        = "Gives and takes access, not to herself"
  assignments          = ["arn:aws:sso:::instance/ssoins-1234567890abcdef", "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-clinician", "arn:aws:sso:::account/${local.account}"]
  own_permission_sets  = ["arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-identity"]

  trust {
    mfa {
      users = ["arn:aws:iam::${local.account}:user/ann", "arn:aws:iam::${local.account}:user/bob"]
    }
  }
}

resource "hipaa_support_role" "help_desk" {
  name                 = "support"
  permissions_boundary = hipaa_permissions_boundary.nophi_ops.arn
  justification        = "Opens and follows cases with AWS"

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["HelpDesk"]
    }
  }
}

# --- Oversight ---

resource "hipaa_security_officer_role" "officer" {
  name                   = "security-officer"
  permissions_boundary   = hipaa_permissions_boundary.nophi_audit.arn
  justification          = "Reads audit records and configuration"
  application_log_groups = ["arn:aws:logs:*:*:log-group:/ehr/*"]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["SecurityOfficer"]
    }
  }
}

resource "hipaa_auditor_role" "external" {
  name                 = "auditor"
  permissions_boundary = hipaa_permissions_boundary.nophi_audit.arn
  justification        = "The yearly evaluation, 164.308(a)(8)"
  regions              = [local.region]
  evidence             = { arn = "arn:aws:s3:::clinic-evidence", prefix = "2027/" }
  keys                 = [local.key]
  expires              = "2027-03-31T23:59:59Z"

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["Auditor"]
    }
  }
}

resource "hipaa_incident_responder_role" "response" {
  name                 = "incident-responder"
  permissions_boundary = hipaa_permissions_boundary.nophi_soc.arn
  justification        = "Isolates what is attacked, and keeps the evidence"
  regions              = [local.region]
  places               = [{ region = local.region, account_id = local.account }]
  quarantine_groups    = ["arn:aws:ec2:${local.here}:security-group/sg-0123456789abcdef0"]

  trust {
    saml {
      provider_arn    = local.workforce
      mfa_enforced_by = "idp"
      mfa_evidence    = local.evidence
      job_functions   = ["IncidentResponder"]
    }
  }
}

# --- Emergencies, 45 CFR 164.312(a)(2)(ii): one role repairs, one reads. ---

resource "hipaa_break_glass_role" "platform" {
  name                 = "break-glass-platform"
  permissions_boundary = hipaa_permissions_boundary.emergency.arn
  justification        = "Repairs the account when nobody else can"
  scope                = "platform"
  phi_resources        = ["${local.records}*", "${local.images}*", "arn:aws:s3:::clinic-*", "${local.charts}*"]
  phi_keys             = [local.key]

  trust {
    mfa {
      users   = ["arn:aws:iam::${local.account}:user/emergency-1", "arn:aws:iam::${local.account}:user/emergency-2"]
      max_age = 900
    }
  }
}

resource "hipaa_break_glass_role" "records" {
  name                  = "break-glass-records"
  permissions_boundary  = hipaa_permissions_boundary.emergency.arn
  justification         = "Reads records when the usual way in does not work"
  scope                 = "records"
  regions               = [local.region]
  healthlake_datastores = [local.records]
  keys                  = [local.key]

  trust {
    mfa {
      users   = ["arn:aws:iam::${local.account}:user/emergency-1", "arn:aws:iam::${local.account}:user/emergency-2"]
      max_age = 900
    }
  }
}

# --- The vendor, under contract ---

resource "hipaa_vendor_role" "transcription" {
  name                 = "vendor-transcription"
  permissions_boundary = hipaa_permissions_boundary.ba.arn
  justification        = "Transcribes dictations"
  regions              = [local.region]
  baa_id               = "BAA-2026-14"
  vendor_id            = "transcription"
  expires              = "2027-06-30T00:00:00Z"
  read_buckets         = [{ arn = "arn:aws:s3:::clinic-exchange", prefix = "out/" }]
  write_buckets        = [{ arn = "arn:aws:s3:::clinic-exchange", prefix = "in/" }]
  keys                 = [local.key]

  trust {
    vendor {
      principals   = ["arn:aws:iam::111122223333:role/transcription"]
      external_id  = "clinic-7f3a91"
      contract_end = "2027-06-30T00:00:00Z"
    }
  }
}

# --- Patients ---

resource "hipaa_patient_role" "portal" {
  name                 = "patient"
  permissions_boundary = hipaa_permissions_boundary.phi_patient.arn
  justification        = "Patients see their own records"
  buckets              = [{ arn = "arn:aws:s3:::clinic-portal", prefix = "portal/" }]

  trust {
    cognito {
      identity_pool_id = "us-east-1:11111111-2222-3333-4444-555555555555"
    }
  }
}
