# resource "aws_organizations_policy" "protect_audit" was here
