# The examples of all templates' documentation pages, planned with this repository's own provider.
# Expect nothing that blocks: each template keeps the rules with typical arguments, or says why not.

resource "hipaa_application_role" "example" {
  name                 = "application"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Application that handles records"

  regions            = ["us-east-1"]
  tables             = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
  buckets            = [{ arn = "arn:aws:s3:::hospital-app", prefix = "uploads/" }]
  database_users     = ["arn:aws:rds-db:us-east-1:123456789012:dbuser:db-ABCDEFG/app"]
  secrets            = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"]
  secret_tag         = { key = "Application", value = "portal" }
  queues             = ["arn:aws:sqs:us-east-1:123456789012:orders"]
  keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  encryption_context = { key = "application", value = "portal" }
  log_groups         = ["arn:aws:logs:us-east-1:123456789012:log-group:/app/portal"]
  tracing            = true
  vpcs               = ["vpc-0123456789abcdef0"]
  organization_id    = "o-a1b2c3d4e5"

  trust {
    service {
      services        = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}

resource "hipaa_auditor_role" "example" {
  name                 = "auditor"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-audit"
  justification        = "Auditor"

  evidence = { arn = "arn:aws:s3:::hospital-evidence", prefix = "2026/" }
  keys     = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  regions  = ["us-east-1"]
  expires  = "2026-12-31T23:59:59Z"

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_backup_operator_role" "example" {
  name                 = "backup-operator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Backup operator"

  regions         = ["us-east-1"]
  vaults          = ["arn:aws:backup:us-east-1:123456789012:backup-vault:main"]
  backup_roles    = ["arn:aws:iam::123456789012:role/backup"]
  recovery_points = ["arn:aws:backup:us-east-1:123456789012:recovery-point:*"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_billing_role" "example" {
  name                 = "billing"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Claims and billing"

  regions          = ["us-east-1"]
  claim_buckets    = [{ arn = "arn:aws:s3:::hospital-claims", prefix = "837/" }, { arn = "arn:aws:s3:::hospital-claims", prefix = "835/" }]
  claim_tables     = ["arn:aws:dynamodb:us-east-1:123456789012:table/claims"]
  claim_attributes = ["payer", "claim", "amount"]
  workgroups       = ["arn:aws:athena:us-east-1:123456789012:workgroup/claims"]
  results          = { arn = "arn:aws:s3:::hospital-claims-results", prefix = "" }
  databases        = [{ region = "us-east-1", account_id = "123456789012", name = "claims" }]
  lake_formation   = true
  transformers     = ["arn:aws:b2bi:us-east-1:123456789012:transformer/tr-1"]
  keys             = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_break_glass_role" "records" {
  name                 = "break-glass-records"
  permissions_boundary = "arn:aws:iam::123456789012:policy/emergency"
  justification        = "Reads records when the usual way in does not work"

  scope                 = "records"
  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  trust {
    mfa {
      users   = ["arn:aws:iam::123456789012:user/emergency-1", "arn:aws:iam::123456789012:user/emergency-2"]
      max_age = 900
    }
  }
}

resource "hipaa_ci_deploy_role" "example" {
  name                 = "ci-deploy"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-deploy"
  justification        = "Pipeline that applies"

  regions    = ["us-east-1"]
  state      = { arn = "arn:aws:s3:::hospital-state", prefix = "production/" }
  state_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  lock_table = "arn:aws:dynamodb:us-east-1:123456789012:table/locks"
  changes = [
    { action = "lambda:UpdateFunctionCode", resource = "arn:aws:lambda:us-east-1:123456789012:function:portal-*" },
    { action = "lambda:UpdateFunctionConfiguration", resource = "arn:aws:lambda:us-east-1:123456789012:function:portal-*" },
  ]
  role_path  = "workload/"
  account_id = "123456789012"
  pass_to    = ["lambda.amazonaws.com"]

  trust {
    ci {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:hospital/infrastructure:environment:production"]
    }
  }
}

resource "hipaa_ci_plan_role" "example" {
  name                 = "ci-plan"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-deploy"
  justification        = "Pipeline that plans"

  regions    = ["us-east-1"]
  state      = { arn = "arn:aws:s3:::hospital-state", prefix = "production/" }
  state_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  lock_table = "arn:aws:dynamodb:us-east-1:123456789012:table/locks"

  trust {
    ci {
      provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:hospital/infrastructure:environment:production"]
    }
  }
}

resource "hipaa_clinical_ai_role" "example" {
  name                 = "clinical-ai"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Clinical AI"

  regions       = ["us-east-1"]
  models        = ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2"]
  guardrails    = ["arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123"]
  scribe        = [{ region = "us-east-1", account_id = "123456789012" }]
  extract_text  = true
  find_entities = true
  buckets       = [{ arn = "arn:aws:s3:::hospital-notes", prefix = "visits/" }]
  scribe_roles  = ["arn:aws:iam::123456789012:role/scribe"]
  keys          = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    service {
      services        = ["lambda.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}

resource "hipaa_clinician_role" "cardiology" {
  name                 = "cardiology-clinician"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  max_session_duration = 14400
  justification        = "Cardiologists read records at the bedside"

  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0123456789abcdef0123456789abcdef"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  record_buckets = [{
    arn    = "arn:aws:s3:::cardiology-letters"
    prefix = "discharge/"
  }]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Cardiologist"]
    }
  }
}

resource "hipaa_data_engineer_role" "example" {
  name                 = "data-engineer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Data engineer who builds pipelines"

  regions        = ["us-east-1"]
  jobs           = ["arn:aws:glue:us-east-1:123456789012:job/nightly"]
  databases      = [{ region = "us-east-1", account_id = "123456789012", name = "etl" }]
  state_machines = [{ region = "us-east-1", account_id = "123456789012", name = "nightly" }]
  buckets        = ["arn:aws:s3:::hospital-etl"]
  log_groups     = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws-glue/jobs/output"]
  job_roles      = ["arn:aws:iam::123456789012:role/etl"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_database_administrator_role" "example" {
  name                 = "database-administrator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Database administrator"

  regions   = ["us-east-1"]
  places    = [{ region = "us-east-1", account_id = "123456789012" }]
  databases = ["arn:aws:rds:us-east-1:123456789012:db:ehr"]
  tables    = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_developer_role" "example" {
  name                 = "developer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-dev"
  justification        = "Developer without PHI"

  regions        = ["us-east-1"]
  actions        = ["lambda:*", "states:*"]
  resources      = ["arn:aws:lambda:us-east-1:123456789012:function:dev-*", "arn:aws:states:us-east-1:123456789012:stateMachine:dev-*"]
  synthetic_data = ["arn:aws:s3:::synthetic-records/*"]
  synthetic_keys = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  run_roles      = ["arn:aws:iam::123456789012:role/dev/run"]
  pass_to        = ["lambda.amazonaws.com"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_etl_job_role" "example" {
  name                 = "etl-job"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Pipeline that moves records"

  regions         = ["us-east-1"]
  sources         = [{ arn = "arn:aws:s3:::hospital-raw", prefix = "hl7/" }]
  target          = { arn = "arn:aws:s3:::hospital-curated", prefix = "labs/", key = "arn:aws:kms:us-east-1:123456789012:key/12" }
  source_keys     = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  databases       = [{ region = "us-east-1", account_id = "123456789012", name = "curated" }]
  log_groups      = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws-glue/jobs/output"]
  detect_phi      = true
  organization_id = "o-a1b2c3d4e5"

  trust {
    service {
      services        = ["glue.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}

resource "hipaa_fhir_client_role" "example" {
  name                 = "fhir-client"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Machine client of a FHIR data store"

  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
  secrets               = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    service {
      services        = ["lambda.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
    vendor {
      principals   = ["arn:aws:iam::111122223333:role/interface-engine"]
      external_id  = "hospital-7f3a91"
      contract_end = "2027-06-30T00:00:00Z"
      source_ips   = ["203.0.113.0/24"]
    }
  }
}

resource "hipaa_genomics_analyst_role" "example" {
  name                 = "genomics-analyst"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Analyst of genomes"

  regions   = ["us-east-1"]
  places    = [{ region = "us-east-1", account_id = "123456789012" }]
  workflows = ["arn:aws:omics:us-east-1:123456789012:workflow/1234567"]
  run_roles = ["arn:aws:iam::123456789012:role/genomics-run"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_genomics_workflow_role" "example" {
  name                 = "genomics-workflow"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Run of a workflow over genomes"

  regions          = ["us-east-1"]
  places           = [{ region = "us-east-1", account_id = "123456789012" }]
  inputs           = [{ arn = "arn:aws:s3:::genomes-in", prefix = "fastq/" }]
  outputs          = [{ arn = "arn:aws:s3:::genomes-out", prefix = "" }]
  repositories     = ["arn:aws:ecr:us-east-1:123456789012:repository/gatk"]
  sequence_stores  = ["arn:aws:omics:us-east-1:123456789012:sequenceStore/1"]
  reference_stores = ["arn:aws:omics:us-east-1:123456789012:referenceStore/1"]
  keys             = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    service {
      services        = ["omics.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}

resource "hipaa_healthlake_job_role" "example" {
  name                 = "healthlake-job"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Import or export of a FHIR data store"

  direction       = "import"
  regions         = ["us-east-1"]
  input           = { arn = "arn:aws:s3:::hospital-fhir-in", prefix = "bulk/" }
  output          = { arn = "arn:aws:s3:::hospital-fhir-log", prefix = "import/" }
  keys            = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  organization_id = "o-a1b2c3d4e5"

  trust {
    service {
      services        = ["healthlake.amazonaws.com"]
      source_accounts = ["123456789012"]
      source_arns     = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
    }
  }
}

resource "hipaa_identity_administrator_role" "example" {
  name                 = "identity-administrator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-identity"
  justification        = "Administrator of access"

  assignments         = ["arn:aws:sso:::instance/ssoins-1234567890abcdef", "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-clinician", "arn:aws:sso:::account/123456789012"]
  own_permission_sets = ["arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-identity"]
  groups              = ["arn:aws:identitystore::123456789012:identitystore/d-1234567890", "arn:aws:identitystore:::group/11111111-2222-3333-4444-555555555555"]
  users               = ["arn:aws:iam::123456789012:user/staff/*"]

  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/bob"]
    }
  }
}

resource "hipaa_imaging_ingest_role" "example" {
  name                 = "imaging-ingest"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Import of medical images"

  regions            = ["us-east-1"]
  imaging_datastores = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
  input              = { arn = "arn:aws:s3:::hospital-dicom-in", prefix = "ct/" }
  output             = { arn = "arn:aws:s3:::hospital-dicom-out", prefix = "" }
  keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  import_roles       = ["arn:aws:iam::123456789012:role/imaging-import"]

  trust {
    service {
      services        = ["medical-imaging.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}

resource "hipaa_imaging_viewer_role" "example" {
  name                 = "imaging-viewer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Viewer of medical images"

  regions            = ["us-east-1"]
  imaging_datastores = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
  keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_incident_responder_role" "example" {
  name                 = "incident-responder"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-soc"
  justification        = "Incident responder"

  regions           = ["us-east-1"]
  places            = [{ region = "us-east-1", account_id = "123456789012" }]
  quarantine_groups = ["arn:aws:ec2:us-east-1:123456789012:security-group/sg-0123456789abcdef0"]
  functions         = ["arn:aws:lambda:us-east-1:123456789012:function:portal"]
  buckets           = ["arn:aws:s3:::hospital-letters"]
  event_stores      = ["arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_kms_key_administrator_role" "keys" {
  name                 = "key-administrator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-kms"
  justification        = "Keeps the keys that protect records"

  regions = ["us-east-1"]
  keys    = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["KeyAdministrator"]
    }
  }
}

resource "hipaa_nurse_role" "example" {
  name                 = "nurse"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workforce"
  justification        = "Nurse or clinical staff who read and chart"

  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
  imaging_datastores    = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
  record_buckets        = [{ arn = "arn:aws:s3:::hospital-letters", prefix = "discharge/" }]
  record_tables         = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
  chart_attributes      = ["facility", "patient", "note"]
  intake                = { arn = "arn:aws:s3:::hospital-intake", prefix = "ward/", key = "arn:aws:kms:us-east-1:123456789012:key/12" }
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_patient_role" "example" {
  name                 = "patient"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-patient"
  justification        = "Patient who sees their own records"

  tables  = ["arn:aws:dynamodb:us-east-1:123456789012:table/portal"]
  buckets = [{ arn = "arn:aws:s3:::hospital-portal", prefix = "portal/" }]
  routes  = ["arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/me/*"]

  trust {
    cognito {
      identity_pool_id = "us-east-1:11111111-2222-3333-4444-555555555555"
    }
  }
}

resource "hipaa_researcher_role" "example" {
  name                 = "researcher"
  permissions_boundary = "arn:aws:iam::123456789012:policy/research"
  justification        = "Researcher on de-identified data"

  regions    = ["us-east-1"]
  datasets   = [{ arn = "arn:aws:s3:::deidentified", prefix = "projects/" }]
  workgroups = ["arn:aws:athena:us-east-1:123456789012:workgroup/research"]
  results    = { arn = "arn:aws:s3:::research-results", prefix = "" }
  databases  = [{ region = "us-east-1", account_id = "123456789012", name = "deidentified" }]
  notebooks  = ["arn:aws:sagemaker:us-east-1:123456789012:user-profile/d-1/p7"]
  keys       = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_restore_operator_role" "example" {
  name                 = "restore-operator"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Restore operator"

  regions         = ["us-east-1"]
  vaults          = ["arn:aws:backup:us-east-1:123456789012:backup-vault:main"]
  recovery_points = ["arn:aws:backup:us-east-1:123456789012:recovery-point:*"]
  restore_roles   = ["arn:aws:iam::123456789012:role/restore"]
  accounts        = ["123456789012"]
  ticket          = "INC-2041"
  expires         = "2026-12-31T23:59:59Z"

  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/bob"]
    }
  }
}

resource "hipaa_security_officer_role" "example" {
  name                 = "security-officer"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-audit"
  justification        = "Security or privacy officer"

  application_log_groups = ["arn:aws:logs:*:*:log-group:/app/*"]

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_support_role" "example" {
  name                 = "support"
  permissions_boundary = "arn:aws:iam::123456789012:policy/nophi-ops"
  justification        = "Help desk"

  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
    }
  }
}

resource "hipaa_vendor_role" "example" {
  name                 = "vendor"
  permissions_boundary = "arn:aws:iam::123456789012:policy/ba"
  justification        = "Business associate"

  regions               = ["us-east-1"]
  baa_id                = "BAA-2026-14"
  vendor_id             = "imaging-service"
  expires               = "2027-06-30T00:00:00Z"
  read_buckets          = [{ arn = "arn:aws:s3:::vendor-exchange", prefix = "out/" }]
  write_buckets         = [{ arn = "arn:aws:s3:::vendor-exchange", prefix = "in/" }]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/0a1b2c"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1"]

  trust {
    vendor {
      principals   = ["arn:aws:iam::111122223333:role/imaging-service"]
      external_id  = "hospital-7f3a91"
      contract_end = "2027-06-30T00:00:00Z"
    }
  }
}
