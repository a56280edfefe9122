// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

// catalogue is every rule of this version, by name.
var catalogue = []*Rule{
	accessKeyCreated,
	actionResourceMismatch,
	actionUnknown,
	adminAccess,
	allowNotAction,
	allowNotResource,
	auditTamperingPermitted,
	boundaryHollow,
	boundaryMissing,
	boundaryRemoved,
	conditionKeyUnknown,
	consoleLoginCreated,
	directUserPolicy,
	governanceTagsMissing,
	iamUserCreated,
	passRoleWildcard,
	passwordPolicyRemoved,
	passwordPolicyWeak,
	permissionsManagementWildcard,
	policyInvalid,
	policyNotAtHand,
	policyTooLong,
	policyUndetermined,
	privilegeEscalation,
	serviceWildcard,
	sessionTooLong,
	trailRemoved,
	trailStopped,
	trustAccountWide,
	trustExternalUndeclared,
	trustExternalWithoutID,
	trustMFAImpossible,
	trustOIDCUnscoped,
	trustPublic,
	trustSAMLUnscoped,
	trustServiceUnscoped,
	trustWithoutMFA,
	waiverExpired,
	waiverUnused,
}

// later are the names of rules that this version does not have. A
// configuration that names one is told so.
var later = []string{
	"access-key-old", "access-unused", "alarm-missing", "approval-missing",
	"audit-store-removed", "baa-missing", "break-glass-weak", "data-read-wildcard", "detection-removed",
	"duties-not-separated", "guardrail-missing", "guardrail-weakened", "ineligible-service", "kms-decrypt-wildcard",
	"kms-deletion-window-short", "kms-rotation-off", "log-retention-short", "mfa-enforcement-removed",
	"phi-access-broad", "phi-access-unlabelled", "phi-data-events-missing", "phi-store-public-access-unblocked",
	"resource-external-undeclared", "resource-public", "resource-transport-insecure", "review-overdue", "secret-default-key",
	"secret-rotation-off", "secrets-read-wildcard", "template-exceeded", "trail-not-monitored", "trail-single-region", "trail-unencrypted",
	"trail-validation-off", "user-without-mfa",
}
