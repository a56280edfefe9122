// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// Changes returns what a plan newly allows and takes away, without judging it.
// An error means that nothing was decided.
func Changes(p *plan.Plan, cfg *config.Config, stack string) ([]Change, error) {
	change, err := p.Change(cfg)
	if err != nil {
		return nil, err
	}
	return changesOf(change, frame{stack: stack}, safeguard.ReachesPHI(change, cfg), safeguard.HoldsPHI(change, cfg))
}
