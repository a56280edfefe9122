# The example of each rule that is to break it, as the rule itself has it, in a module of the rule's name; TestExamples holds
# both to each other.

provider "aws" {
  alias  = "elsewhere"
  region = "us-east-1"
}

module "access-key-created" {
  source = "./access-key-created"
}

module "access-key-old" {
  source = "./access-key-old"
}

module "access-unused" {
  source = "./access-unused"
}

module "action-resource-mismatch" {
  source = "./action-resource-mismatch"
}

module "action-unknown" {
  source = "./action-unknown"
}

module "admin-access" {
  source = "./admin-access"
}

module "alarm-missing" {
  source = "./alarm-missing"
}

module "allow-not-action" {
  source = "./allow-not-action"
}

module "allow-not-resource" {
  source = "./allow-not-resource"
}

module "approval-missing" {
  source = "./approval-missing"
}

module "audit-store-removed" {
  source = "./audit-store-removed"
}

module "audit-tampering-permitted" {
  source = "./audit-tampering-permitted"
}

module "baa-missing" {
  source = "./baa-missing"

  providers = {
    aws = aws.elsewhere
  }
}

module "boundary-hollow" {
  source = "./boundary-hollow"
}

module "boundary-missing" {
  source = "./boundary-missing"
}

module "boundary-removed" {
  source = "./boundary-removed"
}

module "break-glass-weak" {
  source = "./break-glass-weak"
}

module "condition-key-unknown" {
  source = "./condition-key-unknown"
}

module "console-login-created" {
  source = "./console-login-created"
}

module "data-read-wildcard" {
  source = "./data-read-wildcard"
}

module "detection-removed" {
  source = "./detection-removed"
}

module "direct-user-policy" {
  source = "./direct-user-policy"
}

module "duties-not-separated" {
  source = "./duties-not-separated"
}

module "governance-tags-missing" {
  source = "./governance-tags-missing"
}

module "guardrail-missing" {
  source = "./guardrail-missing"
}

module "guardrail-weakened" {
  source = "./guardrail-weakened"
}

module "iam-user-created" {
  source = "./iam-user-created"
}

module "ineligible-service" {
  source = "./ineligible-service"
}

module "kms-decrypt-wildcard" {
  source = "./kms-decrypt-wildcard"
}

module "kms-deletion-window-short" {
  source = "./kms-deletion-window-short"
}

module "kms-rotation-off" {
  source = "./kms-rotation-off"
}

module "log-retention-short" {
  source = "./log-retention-short"
}

module "mfa-enforcement-removed" {
  source = "./mfa-enforcement-removed"
}

module "pass-role-wildcard" {
  source = "./pass-role-wildcard"
}

module "password-policy-removed" {
  source = "./password-policy-removed"
}

module "password-policy-weak" {
  source = "./password-policy-weak"
}

module "permissions-management-wildcard" {
  source = "./permissions-management-wildcard"
}

module "phi-access-broad" {
  source = "./phi-access-broad"
}

module "phi-access-unlabelled" {
  source = "./phi-access-unlabelled"
}

module "phi-data-events-missing" {
  source = "./phi-data-events-missing"
}

module "phi-store-public-access-unblocked" {
  source = "./phi-store-public-access-unblocked"
}

module "policy-invalid" {
  source = "./policy-invalid"
}

module "policy-not-at-hand" {
  source = "./policy-not-at-hand"
}

module "policy-too-long" {
  source = "./policy-too-long"
}

module "policy-undetermined" {
  source = "./policy-undetermined"
}

module "privilege-escalation" {
  source = "./privilege-escalation"
}

module "resource-external-undeclared" {
  source = "./resource-external-undeclared"
}

module "resource-public" {
  source = "./resource-public"
}

module "resource-transport-insecure" {
  source = "./resource-transport-insecure"
}

module "review-overdue" {
  source = "./review-overdue"
}

module "secret-default-key" {
  source = "./secret-default-key"
}

module "secret-rotation-off" {
  source = "./secret-rotation-off"
}

module "secrets-read-wildcard" {
  source = "./secrets-read-wildcard"
}

module "service-wildcard" {
  source = "./service-wildcard"
}

module "session-too-long" {
  source = "./session-too-long"
}

module "trail-not-monitored" {
  source = "./trail-not-monitored"
}

module "trail-removed" {
  source = "./trail-removed"
}

module "trail-single-region" {
  source = "./trail-single-region"
}

module "trail-stopped" {
  source = "./trail-stopped"
}

module "trail-unencrypted" {
  source = "./trail-unencrypted"
}

module "trail-validation-off" {
  source = "./trail-validation-off"
}

module "trust-account-wide" {
  source = "./trust-account-wide"
}

module "trust-external-undeclared" {
  source = "./trust-external-undeclared"
}

module "trust-external-without-id" {
  source = "./trust-external-without-id"
}

module "trust-mfa-impossible" {
  source = "./trust-mfa-impossible"
}

module "trust-oidc-unscoped" {
  source = "./trust-oidc-unscoped"
}

module "trust-public" {
  source = "./trust-public"
}

module "trust-saml-unscoped" {
  source = "./trust-saml-unscoped"
}

module "trust-service-unscoped" {
  source = "./trust-service-unscoped"
}

module "trust-without-mfa" {
  source = "./trust-without-mfa"
}

module "user-without-mfa" {
  source = "./user-without-mfa"
}

# The waivers of .hipaacheck.hcl are about this one.
resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "codebuild.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "ci" {
  role = aws_iam_role.ci.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  })
}
