template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]
  trust "saml@1" {
    audiences = "https://example.org"
    max_age   = 900
    validation {
      condition = var.max_age > 0
      message   = "no"
    }
  }
  limits {
    session     = "15m"
    max_session = "soon"
    boundary    = "phi-workforce"
  }
  policy "access" {
    statement "Read" {
      actions   = ["s3:GetObject"]
      resources = [role.arn, aws.region, each.key]
    }
  }
  changelog "1.0.0" {
    date  = "2026-11-23"
    notes = ["First version."]
  }
}
