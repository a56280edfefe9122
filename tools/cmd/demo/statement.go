// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// showStatement shows one statement of a role's policies as the plan has it.
func (d *demo) showStatement(ctx context.Context, address, sid string) error {
	text, err := d.terraform.Run(ctx, d.work, "show", "-json", "clinic.tfplan")
	if err != nil {
		return err
	}
	var plan struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Change  struct {
				After struct {
					Policies []struct {
						Name string `json:"name"`
						JSON string `json:"json"`
					} `json:"policies"`
				} `json:"after"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &plan); err != nil {
		return fmt.Errorf("terraform show -json: %w", err)
	}
	for _, change := range plan.ResourceChanges {
		for _, policy := range change.Change.After.Policies {
			var document struct{ Statement []map[string]any }
			if err := json.Unmarshal([]byte(policy.JSON), &document); err != nil || change.Address != address {
				continue
			}
			for _, statement := range document.Statement {
				if statement["Sid"] != sid {
					continue
				}
				pretty, err := json.MarshalIndent(statement, "", "  ")
				if err != nil {
					return err
				}
				_, _ = fmt.Fprintf(d.out, "  %s, policy %s:\n", address, policy.Name)
				indent(d.out, string(pretty))
				return nil
			}
		}
	}
	return fmt.Errorf("the plan holds no statement %s at %s", sid, address)
}
