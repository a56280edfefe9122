template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]

  parameter "buckets" {
    type        = list(string)
    description = "Buckets."
    defalt      = []
  }
  policy "access" {
    statement "Read" {
      actions  = ["s3:GetObject"]
      resource = var.bukets
    }
    statement "Write" {
      actions   = ["s3:PutObject"]
      resources = concat(local.arns, var.bukets)
      when      = lenght(var.buckets) > 0
    }
    include "tsl@1" {}
    include "region@1" { region = ["us-east-1"] }
  }
  trust "smal@1" {}

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

