// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// ours reports whether an account is of the organisation, or the store's own.
func (c *checker) ours(s *account.Store, number string) bool {
	if number != "" && number == s.Account {
		return true
	}
	for _, own := range c.config.Organization.Accounts {
		if own == number {
			return true
		}
	}
	return false
}

// anybody asks whether a resource policy lets in AWS principals that it does not
// name, of accounts that are not ours, or nobody in particular. They come from the
// open internet and another organisation, by themselves and not through a service
// or an access point that a fixed value names; what the caller may choose, they may.
// Source: AWS, S3 user guide, The meaning of "public"; the keys of other services
// that AWS fills in are taken in the same way, and an endpoint to which alone a
// topic sends, whoever subscribes it.
func (c *checker) anybody(s *account.Store, d *policy.Document, address string) decide.Question {
	named := namedIn(d)
	absentOrFresh := []string{
		"aws:SourceAccount", "aws:SourceOwner", "aws:SourceOrgID", "aws:userid", "aws:VpceAccount", "aws:VpceOrgID", "s3:DataAccessPointAccount", "s3:DataAccessPointArn",
		"kms:CallerAccount", "aws:PrincipalServiceName", "lambda:EventSourceToken", "aws:ResourceOrgID", "sns:Endpoint",
	}
	q := decide.Question{
		Principals: func(w policy.Principal) bool {
			switch w.Kind {
			case policy.Role, policy.User, policy.RoleSession, policy.Root, policy.Anonymous:
			default:
				return false
			}
			return !named[w.ID] && (w.Account == "" || !named[w.Account]) && !c.ours(s, w.Account) && !strings.HasPrefix(w.ID, "<")
		},
		Conditions: []*policy.Condition{
			condition("StringLikeIfExists", "aws:SourceVpc", "vpc-"+decide.Fresh),
			condition("StringLikeIfExists", "aws:SourceVpce", "vpce-"+decide.Fresh),
			condition("ArnLikeIfExists", "aws:SourceVpcArn", "arn:aws:ec2:*:"+decide.Fresh+":vpc/*"),
			condition("ArnLikeIfExists", "aws:SourceArn", "arn:aws:*:*:"+decide.Fresh+":*", "arn:aws:s3:::"+decide.Fresh),
			condition("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
			condition("BoolIfExists", "aws:ViaAWSService", "false"),
			condition("BoolIfExists", "elasticfilesystem:AccessedViaMountTarget", "false"),
			condition("IpAddressIfExists", "aws:SourceIp", address),
			condition("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-"+decide.Fresh+"/*"),
			condition("ForAllValues:StringLike", "aws:SourceOrgPaths", "o-"+decide.Fresh+"/*"),
		},
	}
	for _, key := range absentOrFresh {
		q.Conditions = append(q.Conditions, condition("StringLikeIfExists", key, decide.Fresh))
	}
	if id := c.config.Organization.ID; id != "" {
		q.Conditions = append(q.Conditions, condition("StringNotEqualsIfExists", "aws:PrincipalOrgID", id))
	} else {
		q.Conditions = append(q.Conditions, condition("StringEqualsIfExists", "aws:PrincipalOrgID", "o-"+decide.Fresh))
	}
	return q
}

// ownOrganisation writes the organisation in place of ${aws:ResourceOrgID}, which
// is that of the store, where a policy compares the caller's with it.
func (c *checker) ownOrganisation(d *policy.Document) *policy.Document {
	own := c.config.Organization.ID
	if own == "" {
		own = "o-own"
	}
	out := *d
	out.Statements = slices.Clone(d.Statements)
	for i, s := range d.Statements {
		for j, k := range s.Conditions {
			if k.LowerKey() != "aws:principalorgid" || len(k.Values) != 1 || !strings.EqualFold(k.Values[0].Value, "${aws:ResourceOrgID}") {
				continue
			}
			if out.Statements[i] == s {
				one := *s
				one.Conditions = slices.Clone(s.Conditions)
				out.Statements[i] = &one
			}
			out.Statements[i].Conditions[j] = condition(k.Operator.Canonical(), k.Key, own)
		}
	}
	return &out
}

// fromOutside are addresses that no policy at hand names in a bounded range, one
// of each half of the address space. A range wider than /8 is not bounded.
// Source: AWS, S3 user guide, The meaning of "public", on aws:SourceIp.
func fromOutside(d *policy.Document) []string {
	var bounded []netip.Prefix
	for _, s := range d.Statements {
		for _, k := range s.Conditions {
			if k.LowerKey() != "aws:sourceip" {
				continue
			}
			for _, p := range k.Prefixes() {
				if p.Bits() >= 8 {
					bounded = append(bounded, p)
				}
			}
		}
	}
	var out []string
	// Documentation addresses (RFC 5737) first, then some others.
	for _, half := range [][]string{{"203.0.113.7", "198.51.100.7", "192.0.2.7", "193.0.14.129"}, {"45.45.45.45", "9.9.9.9", "64.6.64.6"}} {
		for _, text := range half {
			a := netip.MustParseAddr(text)
			if !slices.ContainsFunc(bounded, func(p netip.Prefix) bool { return p.Contains(a) }) {
				out = append(out, text+"/32")
				break
			}
		}
	}
	return out
}

// effective is one policy of a store with what the others deny.
func (c *checker) effective(s *account.Store, d *account.Document) *policy.Document {
	docs := []*policy.Document{d.Policy}
	for _, at := range s.Policies {
		if at.Document == d || at.Document.Policy == nil {
			continue
		}
		denies := *at.Document.Policy
		denies.Statements = slices.DeleteFunc(slices.Clone(denies.Statements), func(s *policy.Statement) bool { return s.Effect != policy.Deny })
		if len(denies.Statements) > 0 {
			docs = append(docs, &denies)
		}
	}
	return c.ownOrganisation(policy.Join(docs...))
}

// letsIn describes what a resource policy allows to a question.
func letsIn(s *account.Store, at account.Attachment, doc *policy.Document, q decide.Question, a decide.Answer, message string) *violation {
	d := at.Document
	v := &violation{
		key: d.Address + "." + d.Attribute, address: d.Address, attribute: d.Attribute, message: message, sensitive: d.Sensitive, policy: doc, question: q,
	}
	if d.PreviousAddress != "" {
		v.previous = d.PreviousAddress + "." + d.Attribute
	}
	for _, st := range d.Policy.Statements {
		if !about(d.Policy, st, q) {
			continue
		}
		v.meaning = append(v.meaning, string(d.Policy.CanonicalStatement(st)))
		if st.Effect == policy.Allow && v.document == nil {
			v.document = &DocumentRef{Known: d.Known, Statement: st.Index, Sid: st.Sid}
			v.grants = []grant{{attachment: at, statement: st}}
		}
	}
	if s.Address != "" && s.Address != v.address {
		v.related = []account.Related{{Address: s.Address, Relation: "store"}}
	}
	v.witness = witness(nil, a.Witness)
	return v
}

// letsInMore reports whether a resource policy lets in somebody that it did not
// let in before, within the question. Doubt counts as yes.
func letsInMore(before, after *violation) bool {
	if before.policy == nil || after.policy == nil {
		return !contains(before.meaning, after.meaning)
	}
	return decide.DocumentNewAccessIn(before.policy, after.policy, policy.Resource, after.question, yesOrNo).Result != decide.No
}

// storeName is how messages call what a policy is on.
func storeName(s *account.Store) string {
	switch {
	case s.Address != "":
		return s.Address
	case s.ARN != "" && s.Type != "":
		return s.ARN
	}
	return "what " + s.Place() + " is for"
}

// unsureOf notes that a question about a store's policy has no answer.
func (c *checker) unsureOf(side *account.Account, rule string, d *account.Document, a decide.Answer) {
	if side != c.change.After {
		return
	}
	reason := a.Reason
	if d.Sensitive {
		reason = "a value in the policy, which is sensitive, is not known"
	}
	c.questions = append(c.questions, Undetermined{Address: d.Address, Attribute: d.Attribute, Reason: "whether the policy breaks " + rule + ": " + reason, SettledBy: a.SettledBy})
}
