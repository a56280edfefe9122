# What the real AWS provider computes without AWS: its functions, and documents with everything that they may have.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

output "results" {
  value = {
    parse      = provider::aws::arn_parse("arn:aws:iam::444455556666:role/example")
    parse_more = provider::aws::arn_parse("arn:aws-cn:s3:::bucket/a:b/c")
    build      = provider::aws::arn_build("aws", "iam", "", "444455556666", "role/example")
    trim       = provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/with/path/example")
    trim_none  = provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/example")
    trim_try   = [try(provider::aws::trim_iam_role_path("arn:aws:s3:::b"), "no role"), try(provider::aws::arn_parse("x"), "no ARN")]
  }
}

data "aws_iam_policy_document" "full" {
  version   = "2012-10-17"
  policy_id = "my-id"

  statement {
    sid         = "One"
    effect      = "Deny"
    not_actions = ["s3:PutObject", "s3:GetObject", "s3:GetObject"]
    resources   = ["arn:aws:s3:::b/&{aws:username}/*", "arn:aws:s3:::b/$${aws:username}"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root"]
    }

    not_principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["", "home/", "home/&{aws:username}/"]
    }

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["more/"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:PrincipalTag/&{x}"
      values   = ["y"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [false]
    }
  }

  statement {
    actions       = ["s3:*"]
    not_resources = ["arn:aws:s3:::x"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    sid       = ""
    actions   = ["s3:ListBucket"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }

  statement {
    actions   = []
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "empty" {}

data "aws_iam_policy_document" "old_version" {
  version = "2008-10-17"
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "over" {
  policy_id = "over"
  statement {
    sid       = "One"
    actions   = ["s3:Over"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:Unnamed"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents = [
    data.aws_iam_policy_document.full.json,
    data.aws_iam_policy_document.old_version.json,
    jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Written", Effect = "Allow", Action = ["s3:Written"], Resource = "*", Condition = { Bool = { "aws:SecureTransport" = true }, NumericLessThan = { "s3:max-keys" = 10 } } }] }),
    "",
  ]
  override_policy_documents = [data.aws_iam_policy_document.over.json, jsonencode({ Statement = [{ Sid = "Own", Effect = "Deny", Principal = "*", Action = "s3:Replaced", Resource = ["*"] }] })]

  statement {
    sid       = "Own"
    actions   = ["s3:Own"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "repeated" {
  statement {
    actions   = ["s3:A", "s3:A"]
    resources = ["*", "*", "x"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "111122223333"]
    }
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "111122223333"]
    }
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "444455556666"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["b", "a", "b"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["b"]
    }
  }
}

# Documents of others, with what the provider reads otherwise than it is written.
data "aws_iam_policy_document" "read" {
  source_policy_documents = [jsonencode({
    Version = "2012-10-17"
    Other   = "dropped"
    Statement = [
      { Sid = "Numbers", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { NumericLessThan = { "s3:max-keys" = 10 }, StringEquals = { "aws:x" = "y" } } },
      { Sid = "Bools", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = true } } },
      { Sid = "OnlyNumber", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { NumericLessThan = { "s3:max-keys" = 10 } } },
      { Sid = "EmptyCondition", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { StringEquals = {} } },
      { Sid = "NullCondition", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { StringEquals = { "aws:x" = null } } },
      { Sid = "EmptyValues", Effect = "Allow", Action = "s3:*", Resource = "*", Condition = { StringEquals = { "aws:x" = [] } } },
      { Sid = "Star", Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "*" },
      { Sid = "TextPrincipal", Effect = "Allow", Principal = "arn:aws:iam::111122223333:root", Action = "s3:*", Resource = "*" },
      { Sid = "EmptyPrincipal", Effect = "Allow", Principal = {}, Action = "s3:*", Resource = "*" },
      { Sid = "EmptyList", Effect = "Allow", Principal = { AWS = [] }, Action = [], Resource = [] },
      { Sid = "Lists", Effect = "Allow", Principal = { AWS = ["b", "a"], Service = "s" }, NotAction = ["s3:B", "s3:A"], NotResource = "x" },
      { Sid = "Lower", effect = "Deny", action = "s3:*", resource = "*", extra = "dropped" },
      { Sid = "NotPrincipal", Effect = "Deny", NotPrincipal = { AWS = "a" }, Action = "s3:*", Resource = "*" },
      { Effect = "Allow", Action = "s3:NoSid", Resource = "*" },
      { Sid = "", Effect = "Allow", Action = "s3:EmptySid", Resource = "*" },
      { Sid = "NoEffect", Action = "s3:*", Resource = "*" },
      { Sid = "Nulls", Effect = "Allow", Action = "s3:*", Resource = null, Condition = null },
    ]
  })]
}

output "documents" {
  value = {
    repeated    = data.aws_iam_policy_document.repeated.json
    read        = data.aws_iam_policy_document.read.json
    full        = data.aws_iam_policy_document.full.json
    minified    = data.aws_iam_policy_document.full.minified_json
    empty       = data.aws_iam_policy_document.empty.json
    old_version = data.aws_iam_policy_document.old_version.json
    over        = data.aws_iam_policy_document.over.json
    merged      = data.aws_iam_policy_document.merged.json
  }
}
