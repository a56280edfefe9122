# ARNs are built from names: what is known while planning can be judged while planning.
locals {
  trail_name    = "${var.name}-trail"
  trail_bucket  = "${var.name}-audit-${var.account_id}"
  config_bucket = "${var.name}-config-${var.account_id}"
  record_bucket = "${var.name}-records-${var.account_id}"
  log_group     = "/audit/${var.name}/trail"

  arn = {
    trail       = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/${local.trail_name}"
    log_group   = "arn:aws:logs:${var.region}:${var.account_id}:log-group:${local.log_group}"
    alarms      = "arn:aws:cloudwatch:${var.region}:${var.account_id}:alarm:${var.name}-*"
    topic       = "arn:aws:sns:${var.region}:${var.account_id}:${var.name}-security"
    clinician   = "arn:aws:iam::${var.account_id}:role/${var.name}-clinician"
    application = "arn:aws:iam::${var.account_id}:role/${var.name}-records"
    auditor     = "arn:aws:iam::${var.account_id}:role/${var.name}-auditor"
    break_glass = "arn:aws:iam::${var.account_id}:role/${var.name}-break-glass"
    keeper      = "arn:aws:iam::${var.account_id}:role/${var.name}-key-administrator"
  }

  # Of each class one, under a path that nobody else makes policies in.
  boundary_path = "/${var.name}/boundaries/"
  boundary = {
    for class in ["phi-workforce", "phi-workload", "nophi-audit", "nophi-kms", "nophi-ops", "emergency"] :
    class => "arn:aws:iam::${var.account_id}:policy${local.boundary_path}${class}"
  }

  # Six years with two leap days.
  retention_days = 2192

  audit_tags   = { Owner = var.owner, DataClassification = "CompanyConfidential", ReviewBy = var.review_by, Purpose = "audit" }
  records_tags = { Owner = var.owner, DataClassification = "PHI", ReviewBy = var.review_by }
}
