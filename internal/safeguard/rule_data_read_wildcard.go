// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// dataReadWildcardAsks is what data-read-wildcard asks about: actions that return
// what a store holds. Logs are left out, which every operator reads, and secrets
// and keys, which have rules of their own.
// Source: AWS, Service Authorization Reference; which of the Read actions return
// content is read off each action's documentation.
var dataReadWildcardAsks = &unnamed{
	rule: "data-read-wildcard", says: "read the content of any store of a service",
	actions: sync.OnceValue(func() []string {
		return []string{
			"s3:GetObject", "s3:GetObjectVersion",
			"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords", "dynamodb:ExportTableToPointInTime",
			"healthlake:ReadResource", "healthlake:VersionReadResource", "healthlake:SearchWithGet", "healthlake:SearchWithPost", "healthlake:SearchEverything",
			"healthlake:GetHistoryByResourceId", "healthlake:GetExportedFile",
			"medical-imaging:GetImageFrame", "medical-imaging:GetImageSet", "medical-imaging:GetImageSetMetadata", "medical-imaging:SearchImageSets",
			"medical-imaging:GetDICOMInstance", "medical-imaging:GetDICOMBulkdata",
			"omics:GetReadSet", "omics:GetReference",
			"rds-db:connect", "rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds:DownloadCompleteDBLogFile", "rds:DownloadDBLogFilePortion",
			"redshift-data:ExecuteStatement", "redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM",
			"es:ESHttpGet", "es:ESHttpPost", "kinesis:GetRecords", "kinesis:SubscribeToShard", "sqs:ReceiveMessage",
			"athena:GetQueryResults", "ebs:GetSnapshotBlock", "neptune-db:ReadDataViaQuery", "timestream:Select", "cassandra:Select",
			"elasticfilesystem:ClientMount", "logs:Unmask",
			"s3express:CreateSession", "s3tables:GetTableData", "s3-object-lambda:GetObject", "glacier:GetJobOutput", "redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials",
			"dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan", "dsql:DbConnect", "dsql:DbConnectAdmin", "elasticache:Connect", "memorydb:Connect", "neptune-graph:ReadDataViaQuery",
			"qldb:PartiQLSelect", "aoss:APIAccessAll", "kafka-cluster:ReadData", "kinesisvideo:GetMedia", "sagemaker:GetRecord", "sagemaker:BatchGetRecord",
		}
	}),
}

// dataReadWildcard: a principal breaks it when it may read, in some service, the
// content of a store that no policy names.
var _ = register(&Rule{
	Name:     "data-read-wildcard",
	Title:    "The content of every store may be read",
	Severity: medium,
	Description: "Who may read every bucket or table reads the one with PHI that is made tomorrow, without anybody deciding so. " +
		"The Privacy Rule asks for the minimum that a duty needs, and no duty needs every store.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.502(b)", "164.514(d)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the buckets, tables, queues or other stores that are needed, or pick them by a tag.",
	Bad: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = ["arn:aws:s3:::uploads", "arn:aws:s3:::uploads/*"] }]
  })
}`,
	here:  func(c *checker, v *violation) string { return c.narrowed(v, dataReadWildcardAsks.actions()) },
	find:  func(c *checker, side *account.Account) []*violation { return dataReadWildcardAsks.find(c, side) },
	worse: func(c *checker, before, after *violation) bool { return dataReadWildcardAsks.worse(c, before, after) },
})
