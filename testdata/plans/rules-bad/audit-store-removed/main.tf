# resource "aws_cloudwatch_log_group" "audit" was here
