// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"cmp"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// prior is what the plan's prior state tells: the data sources that were read
// when the plan was made. Of the resources in it the changes tell more.
type prior struct {
	// data holds the addresses of the data sources.
	data map[string]bool
	// callers are the accounts that data.aws_caller_identity reported, by address.
	callers map[string]string
	// regions are the Regions that data.aws_region reported, by address.
	regions map[string]string
	// values are the data sources' values, by address, not decoded.
	values map[string]priorValues
}

// The data sources that tell where a provider configuration works.
const (
	callerType = "aws_caller_identity"
	regionType = "aws_region"
)

// priorValues are a data source's values as they stand in the plan.
type priorValues struct{ values, sensitive jsontext.Value }

func newPrior() *prior {
	return &prior{data: map[string]bool{}, callers: map[string]string{}, regions: map[string]string{}, values: map[string]priorValues{}}
}

// readPrior reads the prior state that comes next.
func readPrior(r *scan.Reader) (*prior, error) {
	out := newPrior()
	take := func(e *scan.Element) error {
		v := priorValues{values: bytes.Clone(e.Member("values")), sensitive: bytes.Clone(e.Member("sensitive_values"))}
		out.data[e.Address] = true
		out.values[e.Address] = v
		if e.Type == callerType || e.Type == regionType {
			var own struct {
				Account string `json:"account_id"`
				Region  string `json:"region"` // hashicorp/aws 6
				Name    string `json:"name"`   // before
			}
			if err := json.Unmarshal(v.values, &own); err == nil && e.Type == callerType && own.Account != "" {
				out.callers[e.Address] = own.Account
			} else if err == nil && e.Type == regionType {
				out.regions[e.Address] = cmp.Or(own.Region, own.Name)
			}
		}
		return nil
	}
	err := r.Object(scan.StateNames, func(name string) error {
		if name != "values" {
			return nil
		}
		return r.Resources(func(h *scan.Head) (bool, error) { return h.Mode == string(tfjson.DataResourceMode), nil }, take)
	})
	return out, err
}

// each calls f with every data source that was read when the plan was made.
func (p *prior) each(f func(address string, values, sensitive any)) {
	for address, v := range p.values {
		var values, sensitive any
		if json.Unmarshal(v.values, &values) != nil {
			continue
		}
		if len(v.sensitive) > 0 && json.Unmarshal(v.sensitive, &sensitive) != nil {
			continue
		}
		f(address, values, sensitive)
	}
}
