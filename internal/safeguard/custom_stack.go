// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// ofStack are the questions of a check about a resource of one stack of several:
// a condition speaks of addresses as the configuration of that stack has them.
type ofStack struct {
	*questions
	// mark is what stands before such an address.
	mark string
}

// of returns the questions as a resource's condition asks them.
func (q *questions) of(address string) config.Questions {
	_, plain := q.checker.opt.Stacks.Split(address, "")
	if mark := strings.TrimSuffix(address, plain); mark != "" {
		return &ofStack{questions: q, mark: mark}
	}
	return q
}

func (o *ofStack) Allows(address, action, arn string) (cty.Value, error) {
	return o.questions.Allows(o.mark+address, action, arn)
}

func (o *ofStack) NewlyAllows(address, action, arn string) (cty.Value, error) {
	return o.questions.NewlyAllows(o.mark+address, action, arn)
}

func (o *ofStack) ReachesPHI(address string) (cty.Value, error) {
	return o.questions.ReachesPHI(o.mark + address)
}

func (o *ofStack) Escalates(address string) (cty.Value, error) {
	return o.questions.Escalates(o.mark + address)
}

func (o *ofStack) Public(address string) (cty.Value, error) {
	return o.questions.Public(o.mark + address)
}

func (o *ofStack) Tags(address string) (cty.Value, error) { return o.questions.Tags(o.mark + address) }

func (o *ofStack) Document(address, attribute string) (cty.Value, error) {
	return o.questions.Document(o.mark+address, attribute)
}
