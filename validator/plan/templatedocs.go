// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// roleDocumentType is the data source that renders a template's documents for a
// role that something else makes.
const roleDocumentType = "hipaa_role_policy_document"

// templateDocuments are the documents that data sources of this provider
// rendered while the plan was made, by their canonical text.
func (p *prior) templateDocuments() map[string]*account.Template {
	out := map[string]*account.Template{}
	addresses := []string{}
	for address := range p.values {
		if strings.HasPrefix(resourceName(address), "data."+roleDocumentType+".") {
			addresses = append(addresses, address)
		}
	}
	slices.Sort(addresses)
	for _, address := range addresses {
		var own struct {
			Template string            `json:"template"`
			Version  string            `json:"template_version"`
			Policies map[string]string `json:"policies"`
		}
		if json.Unmarshal(p.values[address].values, &own) != nil {
			continue
		}
		name, _, _ := strings.Cut(own.Template, "@")
		t := &account.Template{Name: cmp.Or(name, "of "+address), Version: own.Version}
		for _, text := range own.Policies {
			if d, _ := policy.Parse([]byte(text), policy.Identity); d != nil && len(d.Statements) > 0 {
				out[string(d.Canonical())] = t
			}
		}
	}
	return out
}

// fromTemplates marks the documents of a side that were rendered from a template.
func fromTemplates(side *account.Account, rendered map[string]*account.Template) {
	if len(rendered) == 0 {
		return
	}
	for _, d := range side.Documents {
		if d.Policy != nil && d.Kind == policy.Identity {
			d.Template = rendered[string(d.Policy.Canonical())]
		}
	}
}
