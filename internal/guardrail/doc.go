// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package guardrail holds the guardrails of an organisation: named service and
// resource control policies, what each takes, which provision of 45 CFR it serves,
// and how they are put into documents that fit AWS's quotas.
//
// Every guardrail only denies. The documents stand beside the policy FullAWSAccess
// (or RCPFullAWSAccess) that AWS attaches everywhere; without it they allow nothing.
//
// [Render] refuses documents under which an account could not be run any more:
// requests that have to work under any guardrail are put to the policy engine.
//
// What is not covered: the management account, which no control policy limits; and
// service-linked roles, which none limits either. Source: Organizations user guide,
// "Tasks and entities not restricted by SCPs".
package guardrail
