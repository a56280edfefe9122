// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// Result is the answer to a question.
type Result uint8

// The answers.
const (
	No Result = iota
	Yes
	Undetermined
)

// String returns the answer as the JSON lines of the command name it.
func (r Result) String() string { return [...]string{"no", "yes", "undetermined"}[r] }

// Answer is the outcome of a question.
type Answer struct {
	Result Result
	// Reason says, for an undetermined answer, what is not settled, and
	// SettledBy what would settle it.
	Reason, SettledBy string
	// Witness is set for Yes: one request that proves it, confirmed by
	// policy.Evaluate.
	Witness *Witness
}

// Witness is one concrete request. What is not known until apply stands in it
// as <reference>.
type Witness struct {
	Principal string
	Action    string
	Resource  string
	Context   map[string][]string
	// Request is the request that was confirmed.
	Request *policy.Request
}

// Options bound and shape an answer. The zero value is right for most.
type Options struct {
	// ClosedWorld counts only actions that AWS has today. The default is the
	// open world: a name that AWS may add tomorrow counts.
	ClosedWorld bool
	// States bounds the work and the memory; 0 means DefaultStates. One state is
	// one step of a joint automaton or one node of the search, where they are
	// small; see glob.Budget.
	States int
	// Plain leaves a witness as the search found it. Otherwise actions and
	// resources that exist are put in place of invented names where the
	// witness still holds with them.
	Plain bool
}

// DefaultStates answers every question about real policies and keeps a hostile
// document under a second on one core.
const DefaultStates = 50_000

// Fresh is a name that no policy holds, for questions such as "any role": a
// pattern reaches arn:aws:iam::*:role/<Fresh> only by a wildcard.
const Fresh = "\U0010FFFDany\U0010FFFD"

// Question limits what is asked about. Empty fields do not limit.
type Question struct {
	// Actions and Resources are patterns of the policy language.
	Actions, NotActions, Resources, NotResources []string
	// Conditions have to hold of the request.
	Conditions []*policy.Condition
	// Principals keeps only these principals; nil keeps all. It is used where
	// the principal is open, in trust and resource policies. It has to treat
	// accounts alike that neither the documents nor Accounts name: one of them
	// stands for all.
	Principals func(policy.Principal) bool
	// Accounts are the accounts that Principals tells from others.
	Accounts []string
}

// Access is what bears on one principal's requests.
type Access struct {
	policy.Policies
	// Principal makes the requests. Its zero value (anonymous) is replaced by a
	// role of an unnamed account.
	Principal policy.Principal
	// ResourceAccount owns the resources asked about; "" is the principal's.
	ResourceAccount string
}

// Grants answers whether the access allows any request inside the question.
func Grants(a *Access, q Question, opt Options) Answer {
	if a.barren(&q) {
		return Answer{}
	}
	return newQuestion(nil, a, q, opt).answer()
}

// NewAccess answers whether after allows any request inside the question that
// before does not. A nil access allows nothing.
func NewAccess(before, after *Access, q Question, opt Options) Answer {
	if after == nil || after.barren(&q) {
		return Answer{}
	}
	return newQuestion(before, after, q, opt).answer()
}

// DocumentGrants answers whether one document grants any request inside the
// question. In trust and resource policies the principal is open.
func DocumentGrants(doc *policy.Document, q Question, opt Options) Answer {
	if doc == nil || barrenDocument(doc, &q) {
		return Answer{}
	}
	return newDocumentQuestion(nil, doc, false, doc.Kind, q, opt).answer()
}

// DocumentNewAccess answers whether a new document grants any request that the
// old one does not; nil is no document. For service and resource control
// policies no document means no limit.
func DocumentNewAccess(before, after *policy.Document, kind policy.Kind, opt Options) Answer {
	return newDocumentQuestion(before, after, true, kind, Question{}, opt).answer()
}
