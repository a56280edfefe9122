// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// united is what all sources tell, as one account: a role of one stack and a
// store of another are reviewed together, as plans are judged by --together.
type united struct {
	account *account.Account
	// stacks are the sources by number; nil where there is one.
	stacks account.Stacks
	names  map[string]string
	alone  string
	// described are the stacks of principals that have no address, by ARN.
	described map[string]string
}

func unite(sources []Source) *united {
	if len(sources) == 1 {
		return &united{account: sources[0].Account, alone: sources[0].Input.Stack}
	}
	out := &united{names: map[string]string{}, described: map[string]string{}}
	var changes []*account.Change
	for i, s := range sources {
		number := fmt.Sprint(i)
		out.stacks = append(out.stacks, number)
		out.names[number] = s.Input.Stack
		changes = append(changes, &account.Change{After: s.Account})
		for _, p := range s.Account.Principals {
			if p.ARN != "" && p.Address == "" && p.At == "" && out.described[p.ARN] == "" {
				out.described[p.ARN] = s.Input.Stack
			}
		}
	}
	out.account = account.Unite(out.stacks, changes).After
	return out
}

// split takes the stack off an address.
func (u *united) split(address string) (stack, plain string) {
	number, plain := u.stacks.Split(address, "")
	if number == "" {
		return u.alone, plain
	}
	return u.names[number], plain
}

// place names something of one of several stacks.
func (u *united) place(address string) string {
	stack, plain := u.split(address)
	if stack == "" || strings.HasPrefix(plain, "arn:") {
		return plain // an ARN is the same in every stack
	}
	return stack + "//" + plain
}

// text writes addresses within a text as those of their stacks.
func (u *united) text(s string) string {
	if len(u.stacks) == 0 {
		return s
	}
	return u.stacks.Rewrite(s, func(number string) string {
		if name := u.names[number]; name != "" {
			return name + "//"
		}
		return ""
	})
}

func (u *united) principal(p *account.Principal) Principal {
	stack, address := u.split(p.Address)
	if p.Address == "" {
		stack, _ = u.split(p.At)
		stack = cmp.Or(stack, u.described[p.ARN])
	}
	out := Principal{Stack: stack, Account: p.Account, Kind: string(p.Kind), Address: address, AssumableBy: trusted(p)}
	for i, who := range out.AssumableBy {
		out.AssumableBy[i] = u.text(who)
	}
	if !p.Hidden {
		out.Name, out.ARN = p.Name, p.ARN
	}
	out.Owner, _ = p.Tags.Get("Owner")
	out.ReviewBy, _ = p.Tags.Get("ReviewBy")
	if use := p.Usage; use != nil && use.Tracked {
		out.LastUsed = "never"
		if !use.LastUsed.IsZero() {
			out.LastUsed = use.LastUsed.UTC().Format(time.DateOnly)
		}
	}
	switch {
	case p.Address != "":
		out.ID = u.place(p.Address)
	case out.ARN != "":
		out.ID = out.ARN
	case p.At != "":
		out.ID = u.place(p.At)
	case stack != "":
		out.ID = stack + "//" + p.Label()
	default:
		out.ID = p.Label()
	}
	return out
}

func (u *united) level(x safeguard.Reach) Level {
	out := Level{Level: levelNames[x.Level], Certain: x.Is == decide.Yes, Through: []Through{}}
	for _, t := range x.Statements {
		d := t.Attachment.Document
		one := Through{Policy: cmp.Or(d.ARN, d.Name, "a policy"), Statement: t.Statement.Index, SID: t.Statement.Sid}
		if d.Address != "" {
			one.Policy = u.place(d.Address)
		}
		if d.Sensitive {
			one.SID = ""
		}
		out.Through = append(out.Through, one)
	}
	if x.Witness != nil {
		out.Example = &Example{Action: x.Witness.Action, Resource: u.text(x.Witness.Resource)}
	}
	return out
}
