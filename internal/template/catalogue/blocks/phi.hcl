# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "phi@1" {
  title     = "No reading of PHI"
  purpose   = "The content of stores that hold PHI is not read, by any of the ways that services offer, and the keys that protect it decrypt nothing for this role."
  citations = ["164.502(b)", "164.514(d)", "164.308(a)(4)(ii)(B)"]

  parameter "resources" {
    type        = list(string)
    description = "What holds PHI, as ARN patterns; by default everything."
    default     = ["*"]
    wildcards   = true
  }

  parameter "keys" {
    type        = list(string)
    description = "The keys that protect PHI, as ARN patterns; by default all keys."
    default     = ["*"]
    wildcards   = true
  }

  statement "DenyPHIContent" {
    description = "No content of a PHI store."
    effect      = "Deny"
    actions = [
      "athena:GetQueryResults",
      "athena:StartQueryExecution",
      "dynamodb:BatchGetItem",
      "dynamodb:ExportTableToPointInTime",
      "dynamodb:GetItem",
      "dynamodb:PartiQLSelect",
      "dynamodb:Query",
      "dynamodb:Scan",
      "ebs:GetSnapshotBlock",
      "healthlake:GetExportedFile",
      "healthlake:GetHistoryByResourceId",
      "healthlake:ReadResource",
      "healthlake:SearchEverything",
      "healthlake:SearchWithGet",
      "healthlake:SearchWithPost",
      "healthlake:VersionReadResource",
      "kinesis:GetRecords",
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
    resources = var.resources
  }

  statement "DenyPHIDecryption" {
    description = "Where a way of reading is missed, what is read stays encrypted."
    citations   = ["164.312(a)(2)(iv)", "164.502(b)"]
    effect      = "Deny"
    actions     = ["kms:Decrypt"]
    resources   = var.keys
  }
}

block "phi@2" {
  title     = "No reading of PHI"
  purpose   = "The content of stores that hold PHI is not read, by any of the ways that services offer, searches of OpenSearch domains and streams of changes included, and the keys that protect it decrypt nothing for this role."
  citations = ["164.502(b)", "164.514(d)", "164.308(a)(4)(ii)(B)"]

  parameter "resources" {
    type        = list(string)
    description = "What holds PHI, as ARN patterns; by default everything."
    default     = ["*"]
    wildcards   = true
  }

  parameter "keys" {
    type        = list(string)
    description = "The keys that protect PHI, as ARN patterns; by default all keys."
    default     = ["*"]
    wildcards   = true
  }

  statement "DenyPHIContent" {
    description = "No content of a PHI store."
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
    resources = var.resources
  }

  statement "DenyPHIDecryption" {
    description = "Where a way of reading is missed, what is read stays encrypted."
    citations   = ["164.312(a)(2)(iv)", "164.502(b)"]
    effect      = "Deny"
    actions     = ["kms:Decrypt"]
    resources   = var.keys
  }
}
