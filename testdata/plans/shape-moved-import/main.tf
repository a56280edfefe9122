# A role moved into a module, one imported as it is, one imported and changed at once.
# Expect existing findings at the new addresses; introduced only what the change to role.imported_changed adds.

moved {
  from = aws_iam_role.worker
  to   = module.worker.aws_iam_role.this
}

import {
  to = aws_iam_role.imported
  id = "imported"
}

import {
  to = aws_iam_role.imported_changed
  id = "imported-changed"
}

module "worker" {
  source = "./worker"
}

resource "aws_iam_role" "imported" {
  name = "imported"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "imported_changed" {
  name                 = "imported-changed"
  max_session_duration = 43200
  tags                 = { DataClassification = "phi" }

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
