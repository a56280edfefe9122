// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// Severity is how much a finding matters.
type Severity = config.Severity

// The severities, in short.
const (
	low      = config.Low
	medium   = config.Medium
	high     = config.High
	critical = config.Critical
)

// Status says what a change does to a finding.
type Status string

// The statuses.
const (
	// Introduced: after the change the rule is broken by a request, or a value,
	// that did not break it before.
	Introduced Status = "introduced"
	// Existing: broken as much before.
	Existing Status = "existing"
	// Resolved: broken before only.
	Resolved Status = "resolved"
)

// Finding is one safeguard that is not kept. It is modelled on hcl.Diagnostic:
// Message says what is wrong and where, Remediation what to do.
type Finding struct {
	Rule     string
	Severity Severity
	Status   Status
	// Address is the resource's, empty for something absent from the plan and
	// for a mistake in the configuration.
	Address string
	// Stack is the one that the address is of.
	Stack string
	// Attribute is the path of the argument in that resource, such as
	// "max_session_duration" or "inline_policy[0].policy"; empty: the resource.
	Attribute   string
	Message     string
	Remediation string
	// Citations are CFR sections without the title number, "164.312(a)(1)".
	Citations []string
	// NIST are control identifiers of SP 800-53 revision 5.
	NIST    []string
	Related []account.Related
	// Document is the document the finding is about, or that grants it; nil: none.
	Document *DocumentRef
	// Witness is a request that proves the finding; nil for findings that are
	// not about requests, and for sensitive documents.
	Witness *Witness
	// Sensitive says that the finding rests on a value that the plan marks
	// sensitive: nothing of it, nor of the source that writes it, may be shown.
	Sensitive bool
	// Drift says that the finding came by a change outside Terraform.
	Drift bool
	// Digest is of the meaning found, "sha256:…"; a waiver may name it.
	Digest string
	// Fingerprint is stable over line moves and unrelated edits.
	Fingerprint string
	// Waiver is what holds the finding, or nil.
	Waiver *config.Waiver
	// Acceptance is the role's template's, where it is meant to break the rule;
	// nil: none. Such a finding does not block.
	Acceptance *Acceptance
	// Undetermined lists what a finding about unknown documents is about.
	Undetermined []Undetermined
	// ConfigRange is where in the configuration file the mistake is, or nil.
	ConfigRange *hcl.Range
	// Comment is the comment beside a resource that the finding is about, or nil.
	Comment *config.Waiver
}

// DocumentRef points at the statement that a finding is about.
type DocumentRef struct {
	Known account.Known
	// Statement counts from 0.
	Statement int
	Sid       string
	// Whole says that the finding is about all of the document.
	Whole bool
}

// Witness is one concrete request that breaks a rule. What is unknown in it
// stands as <aws_s3_bucket.x.arn>.
type Witness struct {
	Principal, Action, Resource string
	Context                     map[string][]string
}
