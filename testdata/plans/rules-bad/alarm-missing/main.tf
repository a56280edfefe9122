resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = "{ $.userIdentity.type = \"root\" }"

  metric_transformation {
    name      = "root"
    namespace = "audit"
    value     = "1"
  }
}
