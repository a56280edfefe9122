// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
)

// step is one change of one part: it is written, or it goes.
type step struct {
	// old is the part as it is, or nil.
	old *part
	// want is the part as it shall be; unset where it goes.
	want spread.Part
	gone bool
	// gains and loses are what comes and goes of the part's meaning.
	gains, loses map[string]bool
	rank         int
}

// lay brings the role's documents to those wanted, in the order that
// [orderSteps] says. Inline policies named in owned go where they are not wanted;
// so do the managed policies that are the role's. The parts of have are then
// those that there are.
func (m *Manager) lay(ctx context.Context, have *Found, want *Role, owned []string) error {
	parts, err := arrange(want.Name, want.Policies)
	if err != nil {
		return err
	}
	steps := orderSteps(stepsTo(parts, have, owned))
	for len(steps) > 0 {
		s := steps[0]
		err := m.take(ctx, have, want, s)
		if is(err, "LimitExceeded") {
			// There is no room for it. What only takes away makes some.
			if i := slices.IndexFunc(steps[1:], (*step).shrinks); i >= 0 {
				other := steps[i+1]
				steps = append([]*step{other}, slices.Delete(steps, i+1, i+2)...)
				continue
			}
		}
		if err != nil {
			return err
		}
		steps = steps[1:]
	}
	return nil
}

// stepsTo are the steps from what is there to what is wanted.
func stepsTo(wanted []spread.Part, have *Found, owned []string) []*step {
	var out []*step
	for _, w := range wanted {
		s := &step{want: w, old: have.part(w.Document, w.Number)}
		if s.old != nil && (s.old.Attached || !w.Managed()) && SameDocument(s.old.Text, w.Text, policy.Identity) {
			continue
		}
		out = append(out, s)
	}
	isWanted := func(document string, number int) bool {
		return slices.ContainsFunc(wanted, func(w spread.Part) bool { return w.Document == document && w.Number == number })
	}
	for i, p := range have.parts {
		if !isWanted(p.Document, p.Number) && (p.Managed() || slices.Contains(owned, p.Document)) {
			out = append(out, &step{old: &have.parts[i], gone: true})
		}
	}
	for _, name := range have.OtherInline {
		if slices.Contains(owned, name) && !isWanted(name, 0) {
			out = append(out, &step{old: &part{Part: spread.Part{Document: name}}, gone: true})
		}
	}
	return out
}

// orderSteps puts steps in such an order that nothing widens or is missing on
// the way as far as an order can do that: denials come before permissions and go
// after them, and what moves from one part to another is in the new one before
// it leaves the old one.
func orderSteps(steps []*step) []*step {
	for _, s := range steps {
		before, after := map[string]bool{}, atoms(s.want.Text)
		if s.old != nil && (s.old.Attached || !s.old.Managed()) {
			before = atoms(s.old.Text)
		}
		s.gains, s.loses = without(after, before), without(before, after)
		switch deny := denies(s.want.Text) || s.gone && denies(s.old.Text); {
		case deny && (s.gone || len(s.gains) == 0 && len(s.loses) > 0):
			s.rank = 3
		case deny:
			s.rank = 0
		case s.gone:
			s.rank = 2
		default:
			s.rank = 1
		}
	}
	slices.SortStableFunc(steps, func(a, b *step) int { return cmp.Compare(a.rank, b.rank) })
	var out []*step
	state := map[*step]int{} // 1: being placed, 2: placed
	var place func(*step)
	place = func(s *step) {
		if state[s] != 0 {
			return
		}
		state[s] = 1
		for _, other := range steps {
			// In a circle something has to be first.
			if other != s && state[other] == 0 && other.rank <= s.rank && meet(s.loses, other.gains) {
				place(other)
			}
		}
		state[s] = 2
		out = append(out, s)
	}
	for _, s := range steps {
		place(s)
	}
	return out
}

func without(a, b map[string]bool) map[string]bool {
	out := maps.Clone(a)
	for k := range b {
		delete(out, k)
	}
	return out
}

func meet(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// denies reports whether a document denies and permits nothing.
func denies(text string) bool {
	doc, _ := policy.Parse([]byte(text), policy.Identity)
	return doc != nil && !doc.HasAllow()
}

// shrinks reports whether the step makes room.
func (s *step) shrinks() bool {
	return s.gone || s.old != nil && s.old.Managed() == s.want.Managed() && spread.Size(s.want.Text) < spread.Size(s.old.Text)
}

// take takes one step, and keeps in have what there is.
func (m *Manager) take(ctx context.Context, have *Found, want *Role, s *step) error {
	switch {
	case s.gone && s.old.Managed():
		if err := m.removePart(ctx, have.Name, s.old); err != nil {
			return err
		}
		have.drop(s.old.Document, s.old.Number)
	case s.gone:
		if err := m.deleteInline(ctx, have.Name, []string{s.old.Document}); err != nil {
			return err
		}
		have.drop(s.old.Document, 0)
	case s.want.Managed():
		return m.putManaged(ctx, have, want, s)
	default:
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &want.Name, PolicyName: &s.want.Document, PolicyDocument: &s.want.Text})
			return err
		}); err != nil {
			return fmt.Errorf("writing the policy %s of the role %s: %w", s.want.Document, want.Name, err)
		}
		have.keep(part{Part: s.want})
	}
	return nil
}

// putManaged writes a part into its managed policy and attaches that.
func (m *Manager) putManaged(ctx context.Context, have *Found, want *Role, s *step) error {
	now := s.old
	if now == nil {
		made, err := m.makePart(ctx, have.ARN, want, s.want)
		if err != nil {
			return err
		}
		now = made
		// Known from now on, so that it is taken back where the rest fails.
		have.keep(*now)
	}
	if !SameDocument(now.Text, s.want.Text, policy.Identity) {
		if err := m.newVersion(ctx, now.ARN, s.want.Text); err != nil {
			return err
		}
	}
	if !now.Attached {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: &have.Name, PolicyArn: &now.ARN})
			return err
		}); err != nil {
			return fmt.Errorf("attaching the policy %s to the role %s: %w", now.ARN, have.Name, err)
		}
	}
	done := *now
	done.Text, done.Attached = s.want.Text, true
	have.keep(done)
	return nil
}

// part returns a part by the name of its document and its number, or nil.
func (f *Found) part(document string, number int) *part {
	for i := range f.parts {
		if f.parts[i].Document == document && f.parts[i].Number == number {
			return &f.parts[i]
		}
	}
	return nil
}

func (f *Found) keep(p part) {
	if old := f.part(p.Document, p.Number); old != nil {
		*old = p
		return
	}
	f.parts = append(f.parts, p)
}

func (f *Found) drop(document string, number int) {
	// The steps point at the parts that are there: those stay where they are.
	f.parts = slices.DeleteFunc(slices.Clone(f.parts), func(p part) bool { return p.Document == document && p.Number == number })
}
