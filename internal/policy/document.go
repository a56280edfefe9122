// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

// Position is a place in a document's text. Line and Column are 1-based and
// count bytes; Offset is 0-based.
type Position struct {
	Offset, Line, Column int
}

// Range is a part of a document's text; End is exclusive.
type Range struct {
	Start, End Position
}

// Kind says what a document is used for. AWS accepts different elements in
// each kind, and sizes differ.
type Kind uint8

// The kinds of policy documents.
const (
	Identity Kind = iota // attached to, or inline in, a user, group or role
	Boundary             // a permissions boundary
	Session              // passed when a session is created
	Resource             // attached to a bucket, key, queue, …
	Trust                // a role's assume-role policy
	SCP                  // an Organizations service control policy
	RCP                  // an Organizations resource control policy
)

var kindNames = [...]string{"identity", "boundary", "session", "resource", "trust", "scp", "rcp"}

// String returns the name used in reports and in the JSON lines of the command.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// HasPrincipal reports whether statements of this kind name principals.
func (k Kind) HasPrincipal() bool { return k == Resource || k == Trust || k == RCP }

// Effect is what a statement does with the requests it matches.
type Effect uint8

// The two effects.
const (
	Deny Effect = iota
	Allow
)

// String returns the effect as it stands in a document.
func (e Effect) String() string {
	if e == Allow {
		return "Allow"
	}
	return "Deny"
}

// Hole is a part of a value that is not known until apply. In a document's
// text it stands as one private-use character (see HoleRune), which no
// document that AWS accepts can hold.
type Hole struct {
	// Name is the reference that will give the value, such as
	// "aws_s3_bucket.images.arn". It is shown as <aws_s3_bucket.images.arn>.
	Name string
	// Wild says that the value may be anything, wildcards included. Otherwise
	// it is one fixed text without wildcards, different from every other text.
	Wild bool
}

// holeBase is the first character that stands for a hole; the supplementary
// private-use area A gives room for 65,534 of them.
const (
	holeBase = 0xF0000
	maxHoles = 0xFFFD
)

// HoleRune returns the character that stands for the hole with this index.
func HoleRune(index int) rune { return holeBase + rune(index) }

// Document is one parsed policy document.
type Document struct {
	// Name says where the document comes from, for messages ("aws_iam_policy.x",
	// "arn:aws:iam::aws:policy/ReadOnlyAccess"). Parse leaves it empty.
	Name string
	Kind Kind
	// Version is "2012-10-17", "2008-10-17", or "" where the element is absent.
	Version    string
	ID         string
	Statements []*Statement
	// Holes are what the document's private-use characters stand for.
	Holes []Hole
	// Length is the number of characters without white space outside strings,
	// which AWS counts against its quotas; FullLength counts white space too.
	Length, FullLength int
	Range              Range
}

// Statement is one statement of a document.
type Statement struct {
	// Index is the statement's place in its document, from 0.
	Index  int
	Sid    string
	Effect Effect
	// Principal and NotPrincipal are nil where the element is absent.
	Principal, NotPrincipal *Principals
	// Action or NotAction holds the patterns; the other is nil.
	Action, NotAction *Patterns
	// Resource or NotResource holds the patterns; both are nil in trust policies.
	Resource, NotResource *Patterns
	Conditions            []*Condition
	Range                 Range
}

// Text is one string of a document with its position.
type Text struct {
	Value string
	Range Range
}

// Principals is a Principal or NotPrincipal element.
type Principals struct {
	// All is set for the bare "*" and for {"AWS": "*"}, which AWS treats alike.
	All bool
	// AWS, Service, Federated and CanonicalUser hold the entries as written.
	AWS, Service, Federated, CanonicalUser []Text
	Range                                  Range
	aws, service, federated, canonical     []entry
}

// Condition is one operator with one key and its values.
type Condition struct {
	Operator Operator
	// Key is the condition key as written; keys are compared without regard to case.
	Key    string
	Values []Text
	Range  Range
	match  *matcher
}

// Problem is something in a document that AWS would refuse.
type Problem struct {
	Range   Range
	Message string
	// Repeated says that a name stands twice in one object, so that readers
	// disagree on what the document says.
	Repeated bool
}
