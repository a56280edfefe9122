data "hipaa_audit_alarms" "this" {
  name_prefix       = "clinic-"
  break_glass_roles = ["arn:aws:iam::123456789012:role/break-glass-records"]
}

# resource "aws_cloudwatch_log_metric_filter" "audit" {
#   for_each       = data.hipaa_audit_alarms.this.alarms
#   name           = each.value.name
#   log_group_name = aws_cloudwatch_log_group.trail.name
#   pattern        = each.value.pattern
#
#   metric_transformation {
#     name      = each.value.metric_name
#     namespace = each.value.namespace
#     value     = each.value.metric_value
#   }
# }
#
# resource "aws_cloudwatch_metric_alarm" "audit" {
#   for_each            = data.hipaa_audit_alarms.this.alarms
#   alarm_name          = each.value.name
#   alarm_description   = each.value.description
#   metric_name         = each.value.metric_name
#   namespace           = each.value.namespace
#   comparison_operator = each.value.comparison_operator
#   statistic           = each.value.statistic
#   threshold           = each.value.threshold
#   period              = each.value.period
#   evaluation_periods  = each.value.evaluation_periods
#   treat_missing_data  = each.value.treat_missing_data
#   alarm_actions       = [aws_sns_topic.security.arn]
# }

output "patterns" {
  value = { for name, alarm in data.hipaa_audit_alarms.this.alarms : name => alarm.pattern }
}
