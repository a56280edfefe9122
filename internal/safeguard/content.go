// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// touch is a kind of what can be done to the content of a store.
type touch string

// The kinds, as messages name them.
const (
	reads      touch = "read"
	writes     touch = "write"
	deletes    touch = "delete"
	exports    touch = "export"
	permission touch = "change the permissions of"
)

// touches are all kinds, in the order in which messages name them.
var touches = []touch{reads, writes, deletes, exports, permission}

// way is a set of actions that do one thing to the content of a store.
type way struct {
	kind    touch
	actions []string
	// inside says that the actions take what is in the store, as objects of a
	// bucket, and never the store itself.
	inside bool
	// itself says that the actions take the store only.
	itself bool
}

// ways are the actions on what a store holds, by the service in its ARN. Actions
// that only describe a store are no access to its content. An action of another
// service stands where it takes the store's ARN.
// Source: AWS, Service Authorization Reference, resource types of each action.
var ways = map[string][]way{
	"s3": {
		{kind: reads, inside: true, actions: []string{"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent", "s3:GetObjectVersionTorrent"}},
		{kind: writes, inside: true, actions: []string{"s3:PutObject", "s3:ReplicateObject"}},
		{kind: deletes, inside: true, actions: []string{"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"}},
		{kind: exports, itself: true, actions: []string{"s3:PutReplicationConfiguration"}},
		{kind: permission, inside: true, actions: []string{"s3:PutObjectAcl", "s3:PutObjectVersionAcl"}},
		{kind: permission, itself: true, actions: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPublicAccessBlock"}},
	},
	"dynamodb": {
		{kind: reads, actions: []string{"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords"}},
		{kind: writes, actions: []string{"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"}},
		{kind: deletes, actions: []string{"dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLDelete", "dynamodb:DeleteTable"}},
		{kind: exports, actions: []string{"dynamodb:ExportTableToPointInTime", "dynamodb:CreateBackup", "dynamodb:RestoreTable*", "dynamodb:EnableKinesisStreamingDestination", "dynamodb:CreateTableReplica"}},
		{kind: permission, actions: []string{"dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"}},
	},
	"secretsmanager": {
		{kind: reads, actions: []string{"secretsmanager:GetSecretValue"}},
		{kind: writes, actions: []string{"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"}},
		{kind: deletes, actions: []string{"secretsmanager:DeleteSecret"}},
		{kind: exports, actions: []string{"secretsmanager:ReplicateSecretToRegions"}},
		{kind: permission, actions: []string{"secretsmanager:PutResourcePolicy", "secretsmanager:DeleteResourcePolicy"}},
	},
	"kms": {
		{kind: reads, actions: []string{"kms:Decrypt", "kms:ReEncryptFrom"}},
		{kind: writes, actions: []string{"kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncryptTo"}},
		{kind: deletes, actions: []string{"kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:DeleteImportedKeyMaterial"}},
		{kind: permission, actions: []string{"kms:PutKeyPolicy", "kms:CreateGrant"}},
	},
	"sqs": {
		{kind: reads, actions: []string{"sqs:ReceiveMessage"}},
		{kind: writes, actions: []string{"sqs:SendMessage"}},
		{kind: deletes, actions: []string{"sqs:DeleteMessage", "sqs:PurgeQueue", "sqs:DeleteQueue"}},
		{kind: permission, actions: []string{"sqs:AddPermission", "sqs:RemovePermission", "sqs:SetQueueAttributes"}},
	},
	"sns": {
		{kind: reads, actions: []string{"sns:Subscribe"}},
		{kind: writes, actions: []string{"sns:Publish"}},
		{kind: deletes, actions: []string{"sns:DeleteTopic"}},
		{kind: permission, actions: []string{"sns:AddPermission", "sns:RemovePermission", "sns:SetTopicAttributes"}},
	},
	"kinesis": {
		{kind: reads, actions: []string{"kinesis:GetRecords", "kinesis:SubscribeToShard"}},
		{kind: writes, actions: []string{"kinesis:PutRecord", "kinesis:PutRecords"}},
		{kind: deletes, actions: []string{"kinesis:DeleteStream"}},
		{kind: permission, actions: []string{"kinesis:PutResourcePolicy", "kinesis:DeleteResourcePolicy"}},
	},
	"es": {
		{kind: reads, actions: []string{"es:ESHttpGet", "es:ESHttpPost"}}, // a search is posted
		{kind: writes, actions: []string{"es:ESHttpPut", "es:ESHttpPost", "es:ESHttpPatch"}},
		{kind: deletes, actions: []string{"es:ESHttpDelete", "es:DeleteDomain", "es:DeleteElasticsearchDomain"}},
		{kind: permission, actions: []string{"es:UpdateDomainConfig", "es:UpdateElasticsearchDomainConfig"}},
	},
	"elasticfilesystem": {
		{kind: reads, actions: []string{"elasticfilesystem:ClientMount"}},
		{kind: writes, actions: []string{"elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"}},
		{kind: deletes, actions: []string{"elasticfilesystem:DeleteFileSystem"}},
		{kind: exports, actions: []string{"elasticfilesystem:Backup", "elasticfilesystem:Restore", "elasticfilesystem:CreateReplicationConfiguration"}},
		{kind: permission, actions: []string{"elasticfilesystem:PutFileSystemPolicy", "elasticfilesystem:DeleteFileSystemPolicy"}},
	},
	"healthlake": {
		{kind: reads, actions: []string{"healthlake:ReadResource", "healthlake:VersionReadResource", "healthlake:SearchWithGet", "healthlake:SearchWithPost", "healthlake:SearchEverything", "healthlake:GetHistoryByResourceId", "healthlake:GetExportedFile"}},
		{kind: writes, actions: []string{"healthlake:CreateResource", "healthlake:UpdateResource", "healthlake:PatchResource", "healthlake:StartFHIRImportJob*", "healthlake:ProcessBundle"}},
		{kind: deletes, actions: []string{"healthlake:DeleteResource", "healthlake:DeleteFHIRDatastore"}},
		{kind: exports, actions: []string{"healthlake:StartFHIRExportJob*"}},
	},
	"medical-imaging": {
		{kind: reads, actions: []string{"medical-imaging:GetImageFrame", "medical-imaging:GetImageSet", "medical-imaging:GetImageSetMetadata", "medical-imaging:SearchImageSets", "medical-imaging:GetDICOM*"}},
		{kind: writes, actions: []string{"medical-imaging:StartDICOMImportJob", "medical-imaging:UpdateImageSetMetadata", "medical-imaging:CopyImageSet", "medical-imaging:StoreDICOM*"}},
		{kind: deletes, actions: []string{"medical-imaging:DeleteImageSet", "medical-imaging:DeleteDatastore"}},
	},
	"omics": {
		{kind: reads, actions: []string{"omics:GetReadSet", "omics:GetReference"}},
		{kind: writes, actions: []string{"omics:StartReadSetImportJob", "omics:UploadReadSetPart", "omics:StartReferenceImportJob"}},
		{kind: deletes, actions: []string{"omics:BatchDeleteReadSet", "omics:DeleteReference", "omics:DeleteSequenceStore"}},
		{kind: exports, actions: []string{"omics:StartReadSetExportJob", "omics:CreateShare"}},
	},
	"rds": {
		{kind: reads, actions: []string{"rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds:DownloadDBLogFilePortion", "rds:DownloadCompleteDBLogFile"}},
		// who can set the master password can write
		{kind: writes, actions: []string{"rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds:ModifyDBInstance", "rds:ModifyDBCluster"}},
		{kind: deletes, actions: []string{"rds:DeleteDBInstance", "rds:DeleteDBCluster", "rds:DeleteDBSnapshot", "rds:DeleteDBClusterSnapshot"}},
		{kind: exports, actions: []string{"rds:StartExportTask", "rds:CreateDBSnapshot", "rds:CreateDBClusterSnapshot", "rds:CopyDB*Snapshot", "rds:RestoreDB*"}},
		{kind: permission, actions: []string{"rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute"}},
	},
	"rds-db": {
		{kind: reads, actions: []string{"rds-db:connect"}},
		{kind: writes, actions: []string{"rds-db:connect"}},
	},
	"redshift": {
		{kind: reads, actions: []string{"redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement", "redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM"}},
		{kind: writes, actions: []string{"redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement", "redshift:ModifyCluster"}},
		{kind: deletes, actions: []string{"redshift:DeleteCluster", "redshift:DeleteClusterSnapshot"}},
		{kind: exports, actions: []string{"redshift:CreateClusterSnapshot", "redshift:CopyClusterSnapshot", "redshift:RestoreFromClusterSnapshot"}},
		{kind: permission, actions: []string{"redshift:AuthorizeDataShare", "redshift:AuthorizeSnapshotAccess"}},
	},
	"logs": {
		{kind: reads, actions: []string{"logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:StartLiveTail", "logs:Unmask"}},
		{kind: deletes, actions: []string{"logs:DeleteLogGroup", "logs:DeleteLogStream"}},
		{kind: exports, actions: []string{"logs:CreateExportTask", "logs:PutSubscriptionFilter"}},
	},
	"ec2": {
		{kind: reads, actions: []string{"ebs:GetSnapshotBlock"}},
		{kind: deletes, actions: []string{"ec2:DeleteSnapshot", "ec2:DeleteVolume"}},
		{kind: exports, actions: []string{"ec2:CreateSnapshot", "ec2:CopySnapshot", "ec2:CreateVolume"}},
		{kind: permission, actions: []string{"ec2:ModifySnapshotAttribute"}},
	},
}

// waysOf returns the ways of a service: those above, else by the access level of
// its actions, without those that describe.
func waysOf(service string) []way {
	if w, ok := ways[service]; ok {
		return w
	}
	s, ok := reference.LookupService(service)
	if !ok {
		return []way{{kind: reads, actions: []string{"*"}}}
	}
	byKind := map[touch][]string{}
	for _, a := range s.Actions {
		if len(a.Resources) == 0 {
			continue
		}
		var kind touch
		switch {
		case a.Level.Has(reference.PermissionsManagement):
			kind = permission
		case strings.HasPrefix(a.Name, "Delete"):
			kind = deletes
		case strings.Contains(a.Name, "Export") || strings.HasPrefix(a.Name, "Copy"):
			kind = exports
		case a.Level.Has(reference.Write):
			kind = writes
		case a.Level.Has(reference.Read) && !strings.HasPrefix(a.Name, "Describe") && !strings.HasPrefix(a.Name, "List"):
			kind = reads
		default:
			continue
		}
		byKind[kind] = append(byKind[kind], s.Prefix+":"+a.Name)
	}
	var out []way
	for _, kind := range touches {
		if actions := byKind[kind]; len(actions) > 0 {
			out = append(out, way{kind: kind, actions: actions})
		}
	}
	return out
}

// kinds writes what is done to a store in words.
func kinds(list []touch) string {
	var out []string
	for _, k := range touches {
		if slices.Contains(list, k) {
			out = append(out, string(k))
		}
	}
	return strings.Join(out[:max(0, len(out)-1)], ", ") + map[bool]string{true: " and "}[len(out) > 1] + out[len(out)-1]
}
