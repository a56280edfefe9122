// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// exampleAccount stands for an account that nothing tells; AWS's documentation
// uses it.
const exampleAccount = "123456789012"

// Access returns what decides the principal's requests, for questions; nil for
// no principal.
func (p *Principal) Access() *decide.Access {
	if p == nil {
		return nil
	}
	return &decide.Access{Policies: p.Policies(), Principal: p.requester()}
}

// requester is the principal as requests name it. A role whose ARN is not known
// stays open; a user does not, since ${aws:username} has to mean something.
func (p *Principal) requester() policy.Principal {
	arn := p.ARN
	if arn == "" && p.Kind == User {
		name, own := p.Name, p.Account
		if name == "" {
			name = "example"
		}
		if own == "" {
			own = exampleAccount
		}
		arn = "arn:aws:iam::" + own + ":user" + p.Path + name
	}
	out, err := policy.ParsePrincipal(arn)
	if err != nil || p.Kind == Group || p.Kind == PermissionSet {
		return policy.Principal{}
	}
	return out
}

// Requester is how a witness names the principal: its ARN, or what will give it.
func (p *Principal) Requester() string {
	switch {
	case p.ARN != "" && !p.Hidden:
		return p.ARN
	case p.Address != "":
		return "<" + p.Address + ".arn>"
	case p.Name != "" && !p.Hidden:
		return "<" + string(p.Kind) + " " + p.Name + ">"
	case p.At == "": // a document by itself, of whoever gets it
		return "<" + string(p.Kind) + ">"
	}
	return "<" + string(p.Kind) + " of " + p.At + ">"
}
