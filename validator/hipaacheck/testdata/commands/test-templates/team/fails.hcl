template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]
  parameter "slides" {
    type        = string
    description = "ARN of the bucket with slides."
  }
  trust "saml@1" {}
  limits {
    session     = "1h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }
  policy "access" {
    statement "ReadSlides" {
      description = "Reads slides."
      actions     = ["s3:GetObject"]
      resources   = ["${var.slides}/*"]
    }
  }
  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
