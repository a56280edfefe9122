# resource "aws_cloudtrail" "organization" was here
