# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "export@1" {
  title     = "No bulk movement of data"
  purpose   = "Records are read one by one. They are not exported in bulk, shared with another account, nor opened to the public."
  citations = ["164.502(b)", "164.514(d)", "164.312(a)(1)"]

  statement "DenyBulkExport" {
    description = "No export, share or opening of a store."
    effect      = "Deny"
    actions = [
      "dynamodb:ExportTableToPointInTime",
      "ec2:ModifyImageAttribute",
      "ec2:ModifySnapshotAttribute",
      "glue:PutResourcePolicy",
      "healthlake:StartFHIRExportJob",
      "healthlake:StartFHIRExportJobWithGet",
      "healthlake:StartFHIRExportJobWithPost",
      "lambda:AddPermission",
      "omics:CreateShare",
      "omics:StartReadSetExportJob",
      "ram:CreateResourceShare",
      "ram:UpdateResourceShare",
      "rds:ModifyDBClusterSnapshotAttribute",
      "rds:ModifyDBSnapshotAttribute",
      "rds:StartExportTask",
      "redshift:AuthorizeDataShare",
      "s3:PutAccessPointPolicy",
      "s3:PutAccountPublicAccessBlock",
      "s3:PutBucketAcl",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutObjectAcl",
      "s3:PutReplicationConfiguration",
    ]
    resources = ["*"]
  }
}
