template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]

  policy "access" {
    statement "has space" {
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
    statement "NoActions" {
      resources = ["*"]
    }
    statement "BothResources" {
      actions       = ["s3:GetObject"]
      resources     = ["*"]
      not_resources = ["*"]
    }
    statement "Effect" {
      effect    = "allow"
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
    statement "Principal" {
      actions   = ["s3:GetObject"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
    statement "Condition" {
      actions   = ["s3:GetObject"]
      resources = ["*"]
      condition {
        test = "Bool"
      }
    }
    statement "Citation" {
      citations = ["HIPAA"]
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
  }
  policy "Empty" {}

  trust "saml@1" {}
  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }
  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}

