// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// Stacked is a plan of one stack of several.
type Stacked struct {
	Plan  *plan.Plan
	Stack string
}

// CheckTogether judges several plans, each of a stack with a name of its own, as
// one change: what one stack says of a principal, a policy or a store of another
// bears on it, as [account.Unite] has it. Findings carry their stack. With one
// plan it is [Check].
func CheckTogether(ctx context.Context, plans []Stacked, cfg *config.Config, opt Options) (*Report, error) {
	if len(plans) == 0 {
		return nil, errors.New("there is no plan")
	}
	if len(plans) == 1 {
		opt.Stack = plans[0].Stack
		return Check(ctx, plans[0].Plan, cfg, opt)
	}
	opt.Stack = ""
	var stacks account.Stacks
	var changes []*account.Change
	for _, p := range plans {
		if p.Stack == "" || slices.Contains(stacks, p.Stack) {
			return nil, fmt.Errorf("the stack of %s needs a name of its own", p.Plan.Path)
		}
		stacks = append(stacks, p.Stack)
		c, err := p.Plan.Change(cfg)
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return check(ctx, account.Unite(stacks, changes), plans, frame{stacks: stacks}, cfg, opt)
}

// frame tells of what stack an address is: of one that was judged alone, or of
// one of several.
type frame struct {
	stack  string
	stacks account.Stacks
}

func (f frame) split(address string) (stack, plain string) { return f.stacks.Split(address, f.stack) }

// grants writes grants as those of one stack.
func (f frame) grants(stack string, list []Grant) []Grant {
	if len(f.stacks) == 0 {
		return list
	}
	text := func(s string) string { return f.stacks.Text(stack, s) }
	for i := range list {
		g := &list[i]
		g.Resource, g.Condition, g.Except, g.Who = text(g.Resource), text(g.Condition), text(g.Except), text(g.Who)
		g.Witness = f.witness(stack, g.Witness)
	}
	return list
}

func (f frame) witness(stack string, w *Witness) *Witness {
	if w == nil || len(f.stacks) == 0 {
		return w
	}
	text := func(s string) string { return f.stacks.Text(stack, s) }
	c := &Witness{Principal: text(w.Principal), Action: w.Action, Resource: text(w.Resource), Context: map[string]any{}}
	for key, value := range w.Context {
		switch v := value.(type) {
		case string:
			c.Context[key] = text(v)
		case []string:
			list := slices.Clone(v)
			for i := range list {
				list[i] = text(list[i])
			}
			c.Context[key] = list
		}
	}
	return c
}

// meaning writes what bears on something as that of one stack, so that its digest
// is the one it has when the stack is judged alone.
func (f frame) meaning(stack string, m *standingMeaning) *standingMeaning {
	if m == nil || len(f.stacks) == 0 {
		return m
	}
	for _, list := range [][]string{m.Grants, m.Guardrails, m.Undetermined} {
		for i, s := range list {
			list[i] = f.stacks.Text(stack, s)
		}
	}
	m.Trust, m.Boundary = f.stacks.Text(stack, m.Trust), f.stacks.Text(stack, m.Boundary)
	m.sort()
	return m
}
