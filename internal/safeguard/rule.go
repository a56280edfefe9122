// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Rule is one HIPAA safeguard as a check.
type Rule struct {
	// Name is permanent.
	Name  string
	Title string
	// Description says why it matters, in two sentences.
	Description string
	Severity    Severity
	// Citations are CFR sections without the title number; NIST are controls of
	// SP 800-53 revision 5.
	Citations, NIST []string
	// Fix says what to do, and Bad and Good are HCL that breaks and keeps the rule.
	Fix, Bad, Good string

	// types are the resource types whose arguments the rule reads, other than IAM's
	// and those of stores and policies, which are at hand anyway. What no rule names
	// is not read out of a plan.
	types []string
	// find lists what breaks the rule on one side of the change.
	find func(c *checker, side *account.Account) []*violation
	// worse reports whether after breaks the rule by something that before did
	// not; nil: never.
	worse func(c *checker, before, after *violation) bool
	// change lists what breaks the rule by the change itself: a removal.
	change func(c *checker, before, after *account.Account) []*violation
	// here writes the HCL that mends one finding, which follows Fix; nil or "": it
	// cannot be told from the plan.
	here func(c *checker, v *violation) string
	// last runs the rule after all others.
	last bool
}

// violation is one place where a rule is broken, on one side of the change.
type violation struct {
	// key joins the two sides: the after side's previous is the key before.
	key, previous string

	address, attribute string
	// part tells findings of one rule apart that stand at the same place.
	part    string
	message string
	// severity is zero where it is the rule's own.
	severity  Severity
	related   []account.Related
	document  *DocumentRef
	witness   *Witness
	sensitive bool
	// meaning is what the digest is of.
	meaning []string
	// fix, where set, takes the place of the rule's.
	fix string
	// mend is what mends this very violation, which follows the rule's fix.
	mend string

	principal *account.Principal
	// policy is the resource policy that lets somebody in, and question who is asked about.
	policy   *policy.Document
	question decide.Question
	// accounts are those of others that get in.
	accounts []string

	grants []grant
	// base is the principal with what its template gives it.
	base *account.Principal
	// asks are the questions of a check that were answered with yes.
	asks []decide.Question
	// documents are such questions about the documents of a store or a policy.
	documents    []documentQuestion
	undetermined []Undetermined
	size         int
	// reached and asked are what phi-access-broad compares.
	reached []string
	asked   []decide.Question
}

// Undetermined is something that could not be judged, and what would settle it.
type Undetermined struct {
	Address, Attribute string
	// Stack is the one that the address is of.
	Stack             string
	Reason, SettledBy string
}

// Rules returns the rules of this version, by name.
func Rules() []*Rule { return append([]*Rule(nil), catalogue...) }

// ResourceTypes returns the resource types whose arguments the rules read.
func ResourceTypes() []string {
	out := slices.Clone(phiTypes)
	for _, r := range catalogue {
		out = append(out, r.types...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Lookup returns the rule of this name.
func Lookup(name string) (*Rule, bool) {
	for _, r := range catalogue {
		if r.Name == name {
			return r, true
		}
	}
	return nil, false
}

// Catalogue returns the names that a configuration may use.
func Catalogue() config.Catalogue {
	out := config.Catalogue{Later: later(), Severities: map[string]config.Severity{}, ResourceType: misspelledType, Service: misspelledService}
	for _, r := range catalogue {
		out.Rules = append(out.Rules, r.Name)
		out.Severities[r.Name] = r.Severity
	}
	return out
}
