# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


block "phi_except@1" {
  title     = "No reading of PHI, but of what is named"
  purpose   = "Content is read from the named stores alone, by whatever way services offer, and the keys of all others decrypt nothing for this role. A store that is made later is closed from the start."
  citations = ["164.502(b)", "164.514(d)", "164.308(a)(4)(ii)(B)"]

  parameter "stores" {
    type        = list(string)
    description = "What may be read, as ARN patterns of the objects, items and queries in it."
    wildcards   = true
  }

  parameter "keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the keys that may decrypt."
  }

  statement "DenyOtherContent" {
    description = "No content but that of the named stores."
    effect      = "Deny"
    actions = [
      "athena:GetQueryResults",
      "athena:StartQueryExecution",
      "dynamodb:BatchGetItem",
      "dynamodb:ExportTableToPointInTime",
      "dynamodb:GetItem",
      "dynamodb:GetRecords",
      "dynamodb:PartiQLSelect",
      "dynamodb:Query",
      "dynamodb:Scan",
      "ebs:GetSnapshotBlock",
      "es:ESHttpGet",
      "es:ESHttpPost",
      "healthlake:GetExportedFile",
      "healthlake:GetHistoryByResourceId",
      "healthlake:ReadResource",
      "healthlake:SearchEverything",
      "healthlake:SearchWithGet",
      "healthlake:SearchWithPost",
      "healthlake:VersionReadResource",
      "kinesis:GetRecords",
      "kinesis:SubscribeToShard",
      "logs:Unmask",
      "medical-imaging:GetDICOMBulkdata",
      "medical-imaging:GetDICOMInstance",
      "medical-imaging:GetImageFrame",
      "medical-imaging:GetImageSetMetadata",
      "medical-imaging:SearchImageSets",
      "omics:GetReadSet",
      "omics:GetReference",
      "rds-data:BatchExecuteStatement",
      "rds-data:ExecuteStatement",
      "rds-db:connect",
      "rds:DownloadCompleteDBLogFile",
      "rds:DownloadDBLogFilePortion",
      "rds:StartExportTask",
      "redshift-data:ExecuteStatement",
      "redshift-data:GetStatementResult",
      "redshift:GetClusterCredentials",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "secretsmanager:GetSecretValue",
      "sqs:ReceiveMessage",
      "ssm:StartSession",
    ]
    not_resources = var.stores
  }

  statement "DenyOtherDecryption" {
    description   = "Where a way of reading is missed, what is read stays encrypted."
    citations     = ["164.312(a)(2)(iv)", "164.502(b)"]
    when          = length(var.keys) > 0
    effect        = "Deny"
    actions       = ["kms:Decrypt"]
    not_resources = var.keys
  }

  statement "DenyDecryption" {
    description = "No key decrypts."
    citations   = ["164.312(a)(2)(iv)", "164.502(b)"]
    when        = length(var.keys) == 0
    effect      = "Deny"
    actions     = ["kms:Decrypt"]
    resources   = ["*"]
  }
}
