// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"slices"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// Key is an access key of a user.
type Key struct {
	User *account.Principal
	account.KeyUse
	// Days is its age.
	Days int
}

// Unused are services that a policy lets somebody use who has not used them.
type Unused struct {
	Principal *account.Principal
	Policy    *account.Document
	// Services are prefixes of actions.
	Services []string
	// Narrower is the policy without them, nil where nothing would be left; Left are
	// its statements that allow by NotAction, and stand as they were.
	Narrower []byte
	Left     []int
}

// Overdue is a principal whose review should have been held.
type Overdue struct {
	Principal *account.Principal
	Day       time.Time
}

// WithoutMFA lists the users who have a console password and no second factor. Only
// a credential report tells.
func WithoutMFA(a *account.Account) []*account.Principal {
	var out []*account.Principal
	for _, p := range a.Principals {
		if s := p.SignIn; s != nil && s.Password && !s.MFA {
			out = append(out, p)
		}
	}
	return out
}

// Keys lists the active access keys of users: those that are older than
// safeguard.KeyAge, and those that were not used within safeguard.UnusedAfter.
func Keys(a *account.Account, now time.Time) (old, unused []Key) {
	for _, p := range a.Principals {
		if p.SignIn == nil {
			continue
		}
		for _, k := range p.SignIn.Keys {
			one := Key{User: p, KeyUse: k, Days: int(now.Sub(k.Rotated) / (24 * time.Hour))}
			if one.Days > safeguard.KeyAge {
				old = append(old, one)
			}
			if last := later(k.Used, k.Rotated); now.Sub(last) > safeguard.UnusedAfter {
				unused = append(unused, one)
			}
		}
	}
	return old, unused
}

// UnusedRoles lists the roles that nobody has used within safeguard.UnusedAfter,
// and that are older than that. Roles that AWS itself owns are left out.
func UnusedRoles(a *account.Account, now time.Time) []*account.Principal {
	var out []*account.Principal
	for _, p := range a.Principals {
		if p.Kind == account.Role && !p.ServiceLinked() && p.Usage != nil && p.Usage.Tracked && old(p, now) &&
			now.Sub(later(p.Usage.LastUsed, p.Usage.Created)) > safeguard.UnusedAfter {
			out = append(out, p)
		}
	}
	return out
}

// old reports whether somebody is there for long enough to tell that something is
// not used.
func old(p *account.Principal, now time.Time) bool {
	return p.Usage != nil && !p.Usage.Created.IsZero() && now.Sub(p.Usage.Created) > safeguard.UnusedAfter
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Askable lists the ARNs of those about whom [Reader.LastAccessed] is worth asking:
// users and roles that have policies of their own, that are there for long enough,
// and that AWS does not own.
func Askable(a *account.Account, now time.Time) []string {
	var out []string
	for _, p := range a.Principals {
		if (p.Kind == account.User || p.Kind == account.Role) && p.ARN != "" && !p.ServiceLinked() && len(p.Identity) > 0 && old(p, now) {
			out = append(out, p.ARN)
		}
	}
	return out
}

// UnusedPermissions says, for each policy of a principal's own, which services it
// allows that the principal has not used within safeguard.UnusedAfter, and writes
// the narrower policy. A service that AWS does not keep track of stays. What comes
// by a group is left out: others are in it too.
func UnusedPermissions(a *account.Account, accessed map[string][]Service, now time.Time) []Unused {
	var out []Unused
	for _, p := range a.Principals {
		list, known := accessed[p.ARN]
		if !known || p.ARN == "" {
			continue
		}
		var used, unused []string
		for _, s := range list {
			if s.Used.IsZero() || now.Sub(s.Used) > safeguard.UnusedAfter {
				unused = append(unused, s.Prefix)
			} else {
				used = append(used, s.Prefix)
			}
		}
		if len(unused) == 0 {
			continue
		}
		for _, at := range p.Identity {
			d := at.Document
			if d.Policy == nil {
				continue
			}
			narrow, changed := d.Policy.WithoutServices(used, unused)
			if !changed {
				continue
			}
			out = append(out, Unused{Principal: p, Policy: d, Services: allowedBy(d, unused), Narrower: narrow.JSON, Left: narrow.Left})
		}
	}
	return out
}

// allowedBy leaves those services that a policy itself allows something of.
func allowedBy(d *account.Document, services []string) []string {
	out := []string{}
	for _, s := range services {
		if _, one := d.Policy.WithoutServices(nil, []string{s}); one {
			out = append(out, s)
		}
	}
	return out
}

// OverdueReviews lists the principals whose review tag holds a day that has
// passed. What is no day, or too far away, is for the rule review-overdue to say.
func OverdueReviews(a *account.Account, cfg *config.Config, now time.Time) []Overdue {
	key, _ := safeguard.ReviewTag(cfg)
	today := now.UTC().Truncate(24 * time.Hour)
	var out []Overdue
	for _, p := range a.Principals {
		if value, ok := p.Tags.Get(key); ok && !p.ServiceLinked() {
			if day, ok := safeguard.ReviewDay(value); ok && day.Before(today) {
				out = append(out, Overdue{Principal: p, Day: day})
			}
		}
	}
	return out
}

// rulesOfPlans look for something that has to be in a plan or in a configuration,
// and that nobody could find in a list of principals.
var rulesOfPlans = []string{"alarm-missing", "guardrail-missing", "approval-missing", "waiver-unused", "waiver-expired"}

// Findings judges an account that stands for itself, see account.Standalone, by the
// rules that judge plans; waivers of the configuration hold, and what AWS itself
// owns is left out. Where the context is
// cancelled they are not the whole.
func Findings(ctx context.Context, a *account.Account, cfg *config.Config, now time.Time) []safeguard.Finding {
	side := *a
	side.Principals, side.Documents = nil, slices.Clone(a.Documents)
	for _, p := range a.Principals {
		if !p.ServiceLinked() {
			side.Principals = append(side.Principals, p)
			continue
		}
		side.Documents = slices.DeleteFunc(side.Documents, func(d *account.Document) bool {
			return d == p.Trust || !d.Managed && slices.ContainsFunc(p.Identity, func(at account.Attachment) bool { return at.Document == d })
		})
	}
	opt := safeguard.Options{Skip: rulesOfPlans}
	list := safeguard.Judge(ctx, &account.Change{Before: &account.Account{}, After: &side}, cfg, now, opt).Findings
	return safeguard.Waive(list, cfg, nil, now, opt)
}
