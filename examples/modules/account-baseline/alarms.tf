# 45 CFR 164.308(a)(1)(ii)(D) and 164.308(a)(5)(ii)(C): somebody is told while there is time to act.

data "hipaa_audit_alarms" "this" {
  name_prefix       = "${var.name}-"
  break_glass_roles = [local.arn.break_glass]
}

resource "aws_sns_topic" "security" {
  name              = "${var.name}-security"
  kms_master_key_id = aws_kms_key.audit.arn
  tags              = local.audit_tags
}

data "hipaa_store_policy_document" "security" {
  type            = "topic"
  arn             = local.arn.topic
  account_id      = var.account_id
  organization_id = var.organization_id
  services        = [{ principal = "cloudwatch.amazonaws.com", access = "write", source_arns = [local.arn.alarms] }]
}

resource "aws_sns_topic_policy" "security" {
  arn    = aws_sns_topic.security.arn
  policy = data.hipaa_store_policy_document.security.json
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = var.security_email
}

resource "aws_cloudwatch_log_metric_filter" "audit" {
  for_each = data.hipaa_audit_alarms.this.alarms

  name           = each.value.name
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = each.value.pattern

  metric_transformation {
    name      = each.value.metric_name
    namespace = each.value.namespace
    value     = each.value.metric_value
  }
}

resource "aws_cloudwatch_metric_alarm" "audit" {
  for_each = data.hipaa_audit_alarms.this.alarms

  alarm_name          = each.value.name
  alarm_description   = each.value.description
  metric_name         = each.value.metric_name
  namespace           = each.value.namespace
  comparison_operator = each.value.comparison_operator
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.evaluation_periods
  treat_missing_data  = each.value.treat_missing_data
  alarm_actions       = [aws_sns_topic.security.arn]
}
