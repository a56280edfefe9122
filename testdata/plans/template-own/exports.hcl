# What it lets be copied is given by patterns.
template "exports" {
  version   = "0.1.0"
  title     = "Copies what is named"
  purpose   = "Reads objects by patterns."
  citations = ["164.312(a)(1)"]

  trust "saml@1" {}

  limits {
    session     = "1h"
    max_session = "12h"
    boundary    = "phi-workforce"
  }

  parameter "objects" {
    type        = list(string)
    wildcards   = true
    description = "ARN patterns of objects."
  }

  policy "access" {
    statement "Read" {
      description = "Reads objects."
      citations   = ["164.312(a)(1)"]
      actions     = ["s3:GetObject"]
      resources   = var.objects
    }
  }

  accepts "data-read-wildcard" {
    reason = "It says so itself, which counts for nothing."
  }

  changelog "0.1.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
