// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// The decisions.
const (
	Keep      = "keep"
	Reduce    = "reduce"
	Remove    = "remove"
	TimeBound = "time-bound"
)

// Decisions are the words for a decision.
var Decisions = []string{Keep, Reduce, Remove, TimeBound}

// unusedAfter is how long access may lie unused before its removal is suggested.
// Source: AWS Config rule iam-user-unused-credentials-check as in the HIPAA
// conformance pack, 90 days.
const unusedAfter = 90 * 24 * time.Hour

// suggest says what the data speak for.
func suggest(c *Cell, p *account.Principal, a *account.Account, cfg *config.Config, now time.Time) Suggestion {
	if why := unused(p, now); why != "" {
		return Suggestion{Decision: Remove, Why: why}
	}
	if who := outsiders(p, cfg); who != "" {
		return Suggestion{Decision: TimeBound, Why: "it may be assumed by " + who + ", who is not of the organisation"}
	}
	if safeguard.ForEmergencies(p) {
		return Suggestion{Decision: TimeBound, Why: "it is for emergencies"}
	}
	if narrow, why := narrower(c, a); narrow != nil {
		return Suggestion{Decision: Reduce, Why: why, Policy: narrow}
	}
	return Suggestion{Decision: Keep, Why: "nothing speaks against it"}
}

// unused says since when a role has not been used, or "".
func unused(p *account.Principal, now time.Time) string {
	u := p.Usage
	switch {
	case u == nil || !u.Tracked:
	case !u.LastUsed.IsZero() && now.Sub(u.LastUsed) > unusedAfter:
		return "it was last used on " + u.LastUsed.UTC().Format(time.DateOnly)
	case u.LastUsed.IsZero() && !u.Created.IsZero() && now.Sub(u.Created) > unusedAfter:
		return "it was made on " + u.Created.UTC().Format(time.DateOnly) + " and never used"
	}
	return ""
}

// outsiders names an account that may assume the role and is not one of ours.
func outsiders(p *account.Principal, cfg *config.Config) string {
	if cfg == nil || len(cfg.Organization.Accounts) == 0 || p.Trust == nil || p.Trust.Policy == nil {
		return ""
	}
	for _, who := range trusted(p) {
		number := who
		if parts := strings.SplitN(who, ":", 6); len(parts) == 6 {
			number = parts[4]
		}
		if len(number) != 12 || strings.Trim(number, "0123456789") != "" {
			continue
		}
		ours := false
		for _, n := range cfg.Organization.Accounts {
			ours = ours || n == number
		}
		if !ours {
			return "account " + number
		}
	}
	return ""
}

// narrower writes a policy for just this store, where a statement that gives the
// access reaches resources that no policy names: the same actions on the store alone.
func narrower(c *Cell, a *account.Account) (json.RawMessage, string) {
	arn := c.Store
	if s := a.Store(c.address); s != nil {
		arn = s.ARN
	}
	if !strings.HasPrefix(arn, "arn:") {
		return nil, "" // its name is not known, so there is nothing to write
	}
	var actions []string
	wide := ""
	for _, x := range c.statements {
		d, s := x.Attachment.Document, x.Statement
		if d.Sensitive {
			return nil, ""
		}
		if c.beyondStore(d.Policy, s) {
			wide = cmp.Or(d.Address, d.ARN, d.Name)
		}
		for _, t := range s.Action.Texts() {
			actions = append(actions, d.Policy.Show(t.Value))
		}
	}
	service := ""
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		service = parts[2]
	}
	actions = slices.DeleteFunc(actions, func(s string) bool { return !strings.HasPrefix(strings.ToLower(s), service+":") })
	if len(actions) == 0 { // a statement for every action: begin with one of each kind
		for _, l := range c.Levels {
			if l.Example != nil {
				actions = append(actions, l.Example.Action)
			}
		}
	}
	slices.Sort(actions)
	actions = slices.Compact(actions)
	if wide == "" || len(actions) == 0 {
		return nil, ""
	}
	resources := []string{arn}
	if !strings.HasSuffix(arn, "*") {
		resources = append(resources, arn+"/*")
	}
	text, err := json.Marshal(map[string]any{
		"Version":   "2012-10-17",
		"Statement": []any{map[string]any{"Effect": "Allow", "Action": actions, "Resource": resources}},
	})
	if err != nil {
		return nil, ""
	}
	return text, fmt.Sprintf("a statement of %s that gives it reaches other resources too, whatever their name", wide)
}

// beyondStore reports whether a statement by itself allows any of the examples on
// a resource that no policy names.
func (c *Cell) beyondStore(d *policy.Document, s *policy.Statement) bool {
	one := *d
	one.Statements = []*policy.Statement{s}
	return slices.ContainsFunc(c.Levels, func(l Level) bool {
		if l.Example == nil {
			return false
		}
		q := decide.Question{Actions: []string{l.Example.Action}, Resources: decide.AnyResource(l.Example.Action)}
		return decide.DocumentGrants(&one, q, decide.Options{Plain: true}).Result == decide.Yes
	})
}
