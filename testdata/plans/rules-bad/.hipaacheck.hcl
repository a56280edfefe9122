organization {
  id       = "o-exampleorg1"
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012", "aws.elsewhere" = "210987654321" }
}

baa {
  accounts = ["123456789012"]
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::cardiology-*"]
}

audit {
  alarms = ["root-use"]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
  review_tag    = "ReviewBy"
}

boundary {
  required = true
}

approval "phi-access" {
  when      = change.principal == "module.approval-missing.aws_iam_role.reader"
  approvers = 1
  groups = {
    privacy = { need = 1, members = ["privacy-officer@example.org"] }
  }
  signers = "approvers"
}

waiver "pass-role-wildcard" {
  address = "aws_iam_role.ci"
  expires = "2020-01-31"
}

waiver "pass-role-wildcard" {
  address = "aws_iam_role.gone"
  expires = "2099-03-31"
}
