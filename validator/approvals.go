// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// GivenApprovals are the approvals at hand, and what they are checked against.
type GivenApprovals struct {
	Given    []approval.Given
	Rejected []approval.Rejected
	// Requesters are the authors of the commits under review.
	Requesters []string
	// Signers reads a file of approvers, by its path as the configuration has it.
	Signers func(path string) *approval.Signers
}

// Approvals says which approvals are demanded, given and missing.
type Approvals struct {
	Demanded []Demanded `json:"demanded"`
	Given    []Given    `json:"given"`
	Missing  []Missing  `json:"missing"`
	// Rejected are statements and signatures that count as not given, and why.
	Rejected []approval.Rejected `json:"rejected"`
	// Requesters are those whose own signature does not count.
	Requesters []string `json:"requesters"`
}

// Demanded is a change that an approval block wants signed.
type Demanded struct {
	Name    string `json:"name"`
	Digest  string `json:"digest"`
	Address string `json:"address"`
	Stack   string `json:"stack"`
	Need    Need   `json:"need"`
}

// Need is how many people have to sign, and of which groups.
type Need struct {
	Approvers int            `json:"approvers"`
	Groups    map[string]int `json:"groups"`
}

// Given is a signature that counts.
type Given struct {
	Digest  string `json:"digest"`
	Person  string `json:"person"`
	Group   string `json:"group"`
	Expires string `json:"expires"`
}

// Missing is a demand that is not met, with what is lacking and who could sign.
type Missing struct {
	Name      string   `json:"name"`
	Digest    string   `json:"digest"`
	Address   string   `json:"address"`
	Stack     string   `json:"stack"`
	Need      Need     `json:"need"`
	CouldSign []string `json:"could_sign"`
}

// ApprovalMissing is the rule whose findings are approvals that are missing.
const ApprovalMissing = "approval-missing"

// demands lists which changes the configuration wants signed. A condition that
// cannot be told demands.
func demands(changes []Change, findings []safeguard.Finding, cfg *config.Config, opt Options) []approval.Demand {
	var out []approval.Demand
	for _, c := range changes {
		about := config.ApprovalChange{PHI: c.PHI, Principal: c.Principal, Stack: c.Stack, Account: c.Account, Rules: rulesAt(findings, c.Stack, c.Principal)}
		for _, g := range c.Grants {
			about.Grants = append(about.Grants, config.ApprovalGrant{Action: g.Action, Resource: g.Resource})
		}
		for _, a := range cfg.Approvals {
			if wanted, _ := a.Demands(about); !wanted {
				continue
			}
			d := approval.Demand{Name: a.Name, Digest: c.Digest, Address: c.Principal, Stack: c.Stack, Approvers: a.Approvers, MaxAge: a.MaxAge, Groups: map[string]approval.Group{}}
			for name, g := range a.Groups {
				d.Groups[name] = approval.Group{Need: g.Need, Members: g.Members}
			}
			if opt.Approvals != nil && opt.Approvals.Signers != nil {
				d.Signers = opt.Approvals.Signers(a.SignersPath())
			}
			out = append(out, d)
		}
	}
	return out
}

// rulesAt lists the rules that the change newly breaks at an address, or by what
// takes part there. A waiver does not make a change a smaller one.
func rulesAt(findings []safeguard.Finding, stack, address string) []string {
	var out []string
	for _, f := range findings {
		related := slices.ContainsFunc(f.Related, func(x account.Related) bool { return x.Address == address && cmp.Or(x.Stack, f.Stack) == stack })
		if f.Status == safeguard.Introduced && (f.Address == address && f.Stack == stack || related) {
			out = append(out, f.Rule)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// approvalsOf checks the approvals of changes, and gives a finding for each that
// is missing. Without approval blocks there are none.
func approvalsOf(changes []Change, findings []safeguard.Finding, cfg *config.Config, opt Options) (*Approvals, []safeguard.Finding) {
	narrow := safeguard.Options{Only: opt.Only, Skip: opt.Skip}
	if cfg == nil || len(cfg.Approvals) == 0 || !narrow.Runs(ApprovalMissing, cfg) {
		return nil, nil
	}
	var lacks []safeguard.Finding
	given := opt.Approvals
	if given == nil {
		given = &GivenApprovals{}
	}
	wanted := demands(changes, findings, cfg, opt)
	result := approval.Check(wanted, given.Given, given.Rejected, approval.Context{Requesters: given.Requesters, Now: opt.Now})
	out := &Approvals{Demanded: []Demanded{}, Given: []Given{}, Missing: []Missing{}, Rejected: result.Rejected, Requesters: notNil(given.Requesters)}
	if out.Rejected == nil {
		out.Rejected = []approval.Rejected{}
	}
	for _, d := range wanted {
		n := Need{Approvers: d.Approvers, Groups: map[string]int{}}
		for name, g := range d.Groups {
			n.Groups[name] = g.Need
		}
		out.Demanded = append(out.Demanded, Demanded{Name: d.Name, Digest: d.Digest, Address: d.Address, Stack: d.Stack, Need: n})
	}
	for _, a := range result.Accepted {
		g := Given{Digest: a.Demand.Digest, Person: a.Person, Group: a.Group, Expires: a.Expires.Format(time.RFC3339)}
		if !slices.Contains(out.Given, g) {
			out.Given = append(out.Given, g)
		}
	}
	for _, m := range result.Missing {
		out.Missing = append(out.Missing, Missing{
			Name: m.Demand.Name, Digest: m.Demand.Digest, Address: m.Demand.Address, Stack: m.Demand.Stack,
			Need: Need{Approvers: m.Approvers, Groups: m.Groups}, CouldSign: notNil(m.Could),
		})
		lacks = append(lacks, safeguard.MissingApproval(m.Demand.Name, m.Demand.Address, m.Demand.Digest, lacking(m), m.Demand.Stack, cfg))
	}
	return out, lacks
}

// join puts the approvals of two plans together; nil stands for none.
func (a *Approvals) join(b *Approvals) *Approvals {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	out := *a
	out.Demanded, out.Missing = slices.Concat(a.Demanded, b.Demanded), slices.Concat(a.Missing, b.Missing)
	out.Given, out.Rejected, out.Requesters = union(a.Given, b.Given), union(a.Rejected, b.Rejected), union(a.Requesters, b.Requesters)
	return &out
}

// union is the elements of two lists, each once; never nil.
func union[T comparable](a, b []T) []T {
	out := append([]T{}, a...)
	for _, e := range b {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// lacking says what is missing of an approval, in words.
func lacking(m approval.Missing) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m.Groups)) {
		parts = append(parts, fmt.Sprintf("%d of the group %s", m.Groups[name], name))
	}
	total := 0
	for _, n := range m.Groups {
		total += n
	}
	if m.Approvers > total {
		parts = append(parts, fmt.Sprintf("%d in all", m.Approvers))
	}
	text := strings.Join(parts, ", ")
	if len(m.Could) > 0 {
		text += "; still to sign could be " + strings.Join(m.Could, ", ")
	}
	return text
}
