// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// Known says how the text of a document became known.
type Known string

// The ways, as reports name them.
const (
	// KnownPlan: the text stands in the plan.
	KnownPlan Known = "plan"
	// KnownDataSource: rebuilt from a planned data.aws_iam_policy_document.
	KnownDataSource Known = "data-source"
	// KnownSource: evaluated from the configuration's source.
	KnownSource Known = "source"
	// KnownReferences: rebuilt from the plan's configuration section.
	KnownReferences Known = "references"
	// KnownAccount: from the account's authorization details.
	KnownAccount Known = "account"
	// KnownState: from a state file.
	KnownState Known = "state"
	// KnownManaged: the embedded text of an AWS managed policy.
	KnownManaged Known = "managed"
)

// Document is one policy document and what is known about it.
type Document struct {
	// Address is the resource that holds the text, and Attribute the path to it
	// in that resource ("policy", "inline_policy[0].policy"). Address is empty
	// for documents outside the plan.
	Address, Attribute string
	// PreviousAddress is the address before a move, else empty.
	PreviousAddress string
	// ARN is a managed policy's, where it is known.
	ARN string
	// Name is the policy's own name, or for an inline policy its name.
	Name string
	Kind policy.Kind
	// Known is empty where the text is not known.
	Known Known
	// Policy is nil where the text is unknown or is no JSON object.
	Policy *policy.Document
	// Problems is what AWS would refuse in the text.
	Problems []policy.Problem
	// Sensitive says that the plan marks the text sensitive. It is judged, and
	// nothing of it is shown.
	Sensitive bool
	// Undetermined is set where the text, or the reference that leads to it, is not known.
	Undetermined *Undetermined
	// NotAtHand says that the document exists outside of what was given: a
	// customer managed policy of which only the ARN is known.
	NotAtHand bool
	// Managed says that the document is a policy of its own, not an inline one.
	Managed bool
	// Template is the template that the text was rendered from, where the plan
	// shows that, else nil.
	Template *Template
	// Limits says that a document written like a resource policy grants nothing: it
	// limits what may pass, as a VPC endpoint's policy does.
	Limits bool
	// Carried says that the attribute carries whole resources in another language,
	// such as a CloudFormation template. The policies among them are not read.
	Carried bool

	// meaning caches Meaning, of the text that it was worked out from.
	meaning struct {
		of   *policy.Document
		text string
	}
}

// Meaning is what the document says in one form, the same for equal meanings; of one
// that is not at hand its ARN, of one that is not known its place.
func (d *Document) Meaning() string {
	switch {
	case d.Policy == nil && d.ARN != "":
		return d.ARN
	case d.Policy == nil:
		return "not known: " + d.Attribute + " of " + d.Address
	case d.meaning.of != d.Policy:
		d.meaning.of, d.meaning.text = d.Policy, string(d.Policy.Canonical())
	}
	return d.meaning.text
}

// Undetermined says why something is not known, and what would settle it.
type Undetermined struct {
	Reason, SettledBy string
}

// Related is something that takes part in a finding.
type Related struct {
	Address string
	// Relation says how: "attachment", "policy", "group", "boundary", "membership".
	Relation string
	// Stack is the one that it is of, where that is another than that of the finding.
	Stack string
}

// Attachment is a document that bears on a principal, and the way it came there.
type Attachment struct {
	Document *Document
	// Via are the resources that make the attachment, nearest to the principal
	// first. It is empty for a document inside the principal's own resource.
	Via []Related
}
