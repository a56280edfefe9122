# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


block "org@1" {
  title     = "Data stays in the organisation"
  purpose   = "Nothing is written to a store, queue, topic or function of another organisation."
  citations = ["164.312(a)(1)", "164.312(e)(1)", "164.502(e)"]

  parameter "organization_id" {
    type        = string
    description = "The organisation, \"o-…\"; null where there is none, and then the block says nothing."
    default     = null
  }

  statement "DenyWritesOutside" {
    description = "No write to what another organisation owns."
    when        = var.organization_id != null
    effect      = "Deny"
    actions = [
      "dynamodb:BatchWriteItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "firehose:PutRecord",
      "firehose:PutRecordBatch",
      "kinesis:PutRecord",
      "kinesis:PutRecords",
      "lambda:InvokeFunction",
      "s3:PutObject",
      "s3:ReplicateObject",
      "secretsmanager:PutSecretValue",
      "sns:Publish",
      "sqs:SendMessage",
    ]
    resources = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:ResourceOrgID"
      values   = [var.organization_id]
    }
  }
}
