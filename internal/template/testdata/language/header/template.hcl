template "Pathology" {
  version   = "1.0"
  title     = " "
  purpose   = upper("Reads slides.")
  citations = "164.312(a)(1)"
  limits {
    session     = "8h"
    max_session = "4h"
    boundary    = "phi-workforce"
  }
  changelog "0.9.0" {
    date  = "23.11.2026"
    notes = []
  }
}
