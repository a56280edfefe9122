# Permission sets of Identity Center: AWS managed, customer managed and inline policies, a boundary, a session of 12 hours.
# Expect admin-access at aws_ssoadmin_permission_set.admin, session-too-long nowhere (12 h is the limit of all),
# pass-role-wildcard at .builder, and nothing but low findings at .reader and .bounded.

locals {
  instance = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

resource "aws_ssoadmin_permission_set" "admin" {
  instance_arn     = local.instance
  name             = "admin"
  session_duration = "PT12H"
}

resource "aws_ssoadmin_managed_policy_attachment" "admin" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.admin.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_ssoadmin_permission_set" "builder" {
  instance_arn = local.instance
  name         = "builder"
}

resource "aws_ssoadmin_permission_set_inline_policy" "builder" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn
  inline_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "lambda:CreateFunction"], Resource = "*" }]
  })
}

resource "aws_ssoadmin_permission_set" "reader" {
  instance_arn = local.instance
  name         = "reader"
}

resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::example" }] })
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "reader" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.reader.arn
  customer_managed_policy_reference {
    name = aws_iam_policy.reader.name
    path = "/"
  }
}

resource "aws_ssoadmin_permission_set" "bounded" {
  instance_arn = local.instance
  name         = "bounded"
}

resource "aws_ssoadmin_managed_policy_attachment" "bounded" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.bounded.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_ssoadmin_permissions_boundary_attachment" "bounded" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.bounded.arn
  permissions_boundary {
    customer_managed_policy_reference {
      name = aws_iam_policy.reader.name
      path = "/"
    }
  }
}

resource "aws_ssoadmin_account_assignment" "reader" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.reader.arn
  principal_id       = "11111111-2222-3333-4444-555555555555"
  principal_type     = "GROUP"
  target_id          = "123456789012"
  target_type        = "AWS_ACCOUNT"
}
