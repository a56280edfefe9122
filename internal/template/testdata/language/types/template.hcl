template "pathology" {
  version   = "1.0.0"
  title     = "Pathologist"
  purpose   = "Reads slides."
  citations = ["164.312(a)(1)"]

  parameter "a" {
    type        = list(list(string))
    description = "Nested."
  }
  parameter "b" {
    type        = number
    description = "Number."
    default     = "many"
  }
  parameter "c" {
    description = "No type."
  }
  parameter "d" {
    type        = string
    nesting     = "list"
    description = "Two types."
    attribute "x" {
      type        = string
      description = "X."
    }
  }
  parameter "e" {
    nesting     = "tree"
    description = "Unsupported nesting."
    attribute "x" {
      type        = string
      description = "X."
    }
  }
  parameter "f" {
    type        = strng
    description = ""
  }
  policy "access" {
    statement "Read" {
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
  }

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

