// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Guardrail is one service or resource control policy of the organisation that is
// a resource of the plan, with what it is attached to.
type Guardrail struct {
	Document *Document
	Targets  []GuardrailTarget
}

// GuardrailTarget is a root, an organisational unit or an account that a policy is
// attached to.
type GuardrailTarget struct {
	// Address is the resource that attaches the policy, PreviousAddress its address
	// before a move.
	Address, PreviousAddress string
	// ID is the target's identifier ("r-abcd", "ou-abcd-12345678", an account
	// number), empty where it is not known until apply.
	ID string
	// Holder is the target's own resource in the plan, else empty.
	Holder string
}

// Guardrails are the service and resource control policies that hold for a
// principal: a list for each level, the organisation's root first. What is not at
// hand limits nothing and is left out.
type Guardrails struct {
	SCP, RCP [][]*Document
}

// All lists the documents.
func (g *Guardrails) All() []*Document {
	var out []*Document
	if g == nil {
		return nil
	}
	for _, levels := range [][][]*Document{g.SCP, g.RCP} {
		for _, level := range levels {
			out = append(out, level...)
		}
	}
	return out
}

// limit lays the guardrails over what decides a principal's requests.
func (g *Guardrails) limit(p *policy.Policies) {
	if g == nil {
		return
	}
	p.SCP, p.RCP = texts(g.SCP), texts(g.RCP)
}

// texts returns the documents at hand of each level. Where one of a level is not at
// hand, or none allows anything, FullAWSAccess is taken to be there as well: nobody
// writes it down, since AWS attaches it.
func texts(levels [][]*Document) [][]*policy.Document {
	var out [][]*policy.Document
	for _, level := range levels {
		var list []*policy.Document
		open := !slices.ContainsFunc(level, func(d *Document) bool { return d.Policy != nil && d.Policy.HasAllow() })
		for _, d := range level {
			if d.Policy == nil {
				open = true
				continue
			}
			list = append(list, d.Policy)
		}
		if len(list) == 0 {
			continue
		}
		if open {
			list = append(list, FullAccess(list[0].Kind))
		}
		out = append(out, list)
	}
	return out
}

// FullAccess returns the policy that AWS attaches everywhere when control policies
// of a kind are enabled, FullAWSAccess or RCPFullAWSAccess.
func FullAccess(kind policy.Kind) *policy.Document {
	text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	name := "FullAWSAccess"
	if kind == policy.RCP {
		text = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
		name = "RCPFullAWSAccess"
	}
	d, _ := policy.Parse([]byte(text), kind)
	d.Name = name
	return d
}
