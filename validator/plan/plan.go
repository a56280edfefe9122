// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/source"
)

// Plan is one complete plan, as far as rules need it.
type Plan struct {
	// Path is the input's name as given, "-" for standard input.
	Path string
	// SHA256 is the digest of the input's bytes, in hexadecimal.
	SHA256                          string
	TerraformVersion, FormatVersion string
	// Incomplete says that the plan does not cover everything and was admitted
	// all the same, and Deferred how many changes are put off.
	Incomplete bool
	Deferred   int
	// Changes are the resource changes that rules look at, in the plan's order,
	// the planned data sources included; Drift are those made outside Terraform.
	// Where no source was given, before and after lack attributes that no rule reads.
	Changes, Drift []*tfjson.ResourceChange
	// Resources counts all managed resources of the plan, Judged those of the
	// kinds that rules judge (IAM and the audit trail).
	Resources, Judged int
	// Actions counts what the plan does to managed resources; a replacement is one
	// to create and one to delete.
	Actions Actions
	// Source is the configuration's source, where it is at hand.
	Source *Source
	// Trusted is the source as a trusted git ref has it, of which alone comments
	// count then; nil where TrustedRef is false, or where it cannot be told.
	Trusted    *Source
	TrustedRef bool
	// Outside is what is known of the account outside of the plan.
	Outside []*account.Account

	// configuration and prior are nil where the plan has none.
	configuration *configuration
	prior         *prior
	rawVariables  jsontext.Value
	// strays are changes of types that rules do not look at, in which policy
	// documents stand.
	strays []*tfjson.ResourceChange
	// moved caches moves, and accounts what follows from a configuration.
	moved      *bool
	accounts   *accounts
	accountsOf *config.Config
	// evaluation returns the configuration ready to be evaluated, or nil, once
	// the account is built.
	evaluation func() *source.Evaluation
}

// Actions are counts of what a plan does.
type Actions struct{ Create, Update, Delete int }

func (a *Actions) count(actions []string) {
	for _, name := range actions {
		switch tfjson.Action(name) {
		case tfjson.ActionCreate:
			a.Create++
		case tfjson.ActionUpdate:
			a.Update++
		case tfjson.ActionDelete:
			a.Delete++
		}
	}
}

// config returns the configuration section; where the plan has none, an empty one.
func (p *Plan) config() *configuration {
	if p.configuration == nil {
		return &configuration{}
	}
	return p.configuration
}

// priorState returns the prior state; where the plan has none, an empty one.
func (p *Plan) priorState() *prior {
	if p.prior == nil {
		return newPrior()
	}
	return p.prior
}

// moves reports whether anything in the plan has another address than before.
func (p *Plan) moves() bool {
	if p.moved == nil {
		moved := slices.ContainsFunc(p.Changes, func(rc *tfjson.ResourceChange) bool { return rc.PreviousAddress != "" })
		p.moved = &moved
	}
	return *p.moved
}
