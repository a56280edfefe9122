# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "audit@1" {
  title     = "No tampering with audit records"
  purpose   = "Trails, recorders, detectors and log groups can be neither stopped, cut short nor deleted."
  citations = ["164.312(b)", "164.308(a)(1)(ii)(D)"]

  statement "DenyAuditTampering" {
    description = "Audit records go on and stay."
    effect      = "Deny"
    actions = [
      "access-analyzer:DeleteAnalyzer",
      "cloudtrail:DeleteEventDataStore",
      "cloudtrail:DeleteTrail",
      "cloudtrail:PutEventSelectors",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
      "config:DeleteConfigurationRecorder",
      "config:DeleteDeliveryChannel",
      "config:StopConfigurationRecorder",
      "ec2:DeleteFlowLogs",
      "guardduty:DeleteDetector",
      "guardduty:DisassociateFromAdministratorAccount",
      "guardduty:UpdateDetector",
      "logs:DeleteLogGroup",
      "logs:DeleteLogStream",
      "logs:DeleteRetentionPolicy",
      "logs:PutRetentionPolicy",
      "securityhub:DisableSecurityHub",
    ]
    resources = ["*"]
  }
}
