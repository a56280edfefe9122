# 45 CFR 164.308(a)(4): the roles of a clinic, each under the boundary of its class.

resource "hipaa_permissions_boundary" "this" {
  for_each = local.boundary

  class      = each.key
  name       = each.key
  path       = local.boundary_path
  boundaries = startswith(each.key, "phi-") ? null : values(local.boundary)

  # The auditor reads what the trail wrote, and nothing else.
  readable      = each.key == "nophi-audit" ? ["arn:aws:s3:::${local.trail_bucket}/*"] : null
  readable_keys = each.key == "nophi-audit" ? [aws_kms_key.audit.arn] : null
}

resource "hipaa_clinician_role" "this" {
  name                 = "${var.name}-clinician"
  permissions_boundary = hipaa_permissions_boundary.this["phi-workforce"].arn
  justification        = "Clinicians read records at the bedside"
  owner                = var.owner
  review_by            = var.review_by

  regions        = [var.region]
  record_buckets = [{ arn = "arn:aws:s3:::${local.record_bucket}", prefix = "letters/" }]
  keys           = [aws_kms_key.records.arn]

  trust {
    saml {
      provider_arn    = var.saml_provider_arn
      mfa_enforced_by = "idp"
      mfa_evidence    = var.mfa_evidence
      job_functions   = ["Clinician"]
    }
  }
}

resource "hipaa_application_role" "this" {
  name                 = "${var.name}-records"
  permissions_boundary = hipaa_permissions_boundary.this["phi-workload"].arn
  justification        = "The application that writes records"
  owner                = var.owner
  review_by            = var.review_by

  regions         = [var.region]
  buckets         = [{ arn = "arn:aws:s3:::${local.record_bucket}" }]
  keys            = [aws_kms_key.records.arn]
  organization_id = var.organization_id

  trust {
    service {
      services        = ["ecs-tasks.amazonaws.com"]
      source_accounts = [var.account_id]
    }
  }
}

resource "hipaa_auditor_role" "this" {
  name                 = "${var.name}-auditor"
  permissions_boundary = hipaa_permissions_boundary.this["nophi-audit"].arn
  justification        = "Reads the audit trail"
  owner                = var.owner
  review_by            = var.review_by

  evidence = { arn = "arn:aws:s3:::${local.trail_bucket}", prefix = "AWSLogs/" }
  keys     = [aws_kms_key.audit.arn]
  regions  = [var.region]
  expires  = var.audit_ends

  trust {
    saml {
      provider_arn    = var.saml_provider_arn
      mfa_enforced_by = "idp"
      mfa_evidence    = var.mfa_evidence
      job_functions   = ["Auditor"]
    }
  }
}

resource "hipaa_kms_key_administrator_role" "this" {
  name                 = "${var.name}-key-administrator"
  permissions_boundary = hipaa_permissions_boundary.this["nophi-kms"].arn
  justification        = "Keeps the keys that protect records"
  owner                = var.owner
  review_by            = var.review_by

  regions = [var.region]
  keys    = [aws_kms_key.audit.arn, aws_kms_key.records.arn]

  trust {
    saml {
      provider_arn    = var.saml_provider_arn
      mfa_enforced_by = "idp"
      mfa_evidence    = var.mfa_evidence
      job_functions   = ["KeyAdministrator"]
    }
  }
}

# 45 CFR 164.312(a)(2)(ii).
resource "hipaa_break_glass_role" "this" {
  name                 = "${var.name}-break-glass"
  permissions_boundary = hipaa_permissions_boundary.this["emergency"].arn
  justification        = "Reads records when the usual way in does not work"
  owner                = var.owner
  review_by            = var.review_by

  scope          = "records"
  regions        = [var.region]
  record_buckets = [{ arn = "arn:aws:s3:::${local.record_bucket}", prefix = "letters/" }]
  keys           = [aws_kms_key.records.arn]

  trust {
    mfa {
      users   = var.break_glass_users
      max_age = 900
    }
  }
}
