// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"encoding/json"

	tfjson "github.com/hashicorp/terraform-json"
)

// FromTerraformJSON makes a plan of one that terraform-json has decoded: the same
// changes, references and data sources that [Read] keeps. It is what a validator
// would judge that leaves the reading to terraform-json, and what the benchmarks
// compare with. It is no way to read a plan: terraform-json has no field for
// errored, and takes what [Read] refuses.
func FromTerraformJSON(of *tfjson.Plan) *Plan {
	p := &Plan{FormatVersion: of.FormatVersion, TerraformVersion: of.TerraformVersion}
	d := &reader{plan: p}
	for _, rc := range of.ResourceChanges {
		if rc.Mode == tfjson.ManagedResourceMode && rc.DeposedKey == "" {
			p.Resources++
			if isIAM(rc.Type) || rc.Type == trailType {
				p.Judged++
			}
			d.strayIn(rc, isAWS(rc.Type) && !relevant(rc))
		}
		if relevant(rc) {
			p.Changes = append(p.Changes, rc)
		}
	}
	for _, rc := range of.ResourceDrift {
		if relevant(rc) {
			p.Drift = append(p.Drift, rc)
		}
	}
	if of.PriorState != nil && of.PriorState.Values != nil {
		p.prior = newPrior()
		p.prior.from(of.PriorState.Values.RootModule)
	}
	if c := of.Config; c != nil {
		p.configuration = &configuration{Root: moduleFrom(c.RootModule), Providers: map[string]*configProvider{}}
		for key, x := range c.ProviderConfigs {
			p.configuration.Providers[key] = &configProvider{Name: x.Name, Alias: x.Alias, Expressions: expressionsFrom(x.Expressions)}
		}
	}
	return p
}

func moduleFrom(m *tfjson.ConfigModule) *configModule {
	if m == nil {
		return nil
	}
	out := &configModule{Resources: map[resourceKey]*configResource{}, Calls: map[string]*configCall{}, Outputs: map[string]expression{}}
	for _, r := range m.Resources {
		if relevant(&tfjson.ResourceChange{Mode: r.Mode, Type: r.Type}) {
			out.Resources[resourceKey{typeKey{string(r.Mode), r.Type}, r.Name}] = &configResource{
				ProviderKey: r.ProviderConfigKey, Expressions: expressionsFrom(r.Expressions), ForEach: expressionFrom(r.ForEachExpression),
			}
		}
	}
	for name, call := range m.ModuleCalls {
		out.Calls[name] = &configCall{Expressions: expressionsFrom(call.Expressions), Module: moduleFrom(call.Module), ForEach: expressionFrom(call.ForEachExpression)}
	}
	for name, output := range m.Outputs {
		out.Outputs[name] = expressionFrom(output.Expression)
	}
	return out
}

func expressionsFrom(in map[string]*tfjson.Expression) map[string]expression {
	out := make(map[string]expression, len(in))
	for name, e := range in {
		out[name] = expressionFrom(e)
	}
	return out
}

func expressionFrom(in *tfjson.Expression) expression {
	if in == nil || in.ExpressionData == nil {
		return expression{}
	}
	e := expression{References: in.References, Given: true}
	if in.ConstantValue != tfjson.UnknownConstantValue {
		e.Constant = in.ConstantValue
	}
	for _, block := range in.NestedBlocks {
		e.Blocks = append(e.Blocks, expressionsFrom(block))
	}
	return e
}

// from keeps the data sources of a module and of those in it.
func (p *prior) from(m *tfjson.StateModule) {
	for _, r := range m.Resources {
		if r.Mode != tfjson.DataResourceMode {
			continue
		}
		values, err := json.Marshal(r.AttributeValues)
		if err != nil {
			panic(err) // it was decoded from JSON
		}
		p.data[r.Address] = true
		p.values[r.Address] = priorValues{values: values, sensitive: []byte(r.SensitiveValues)}
		if account, ok := r.AttributeValues["account_id"].(string); ok && r.Type == callerType {
			p.callers[r.Address] = account
		}
		if r.Type == regionType {
			region, ok := r.AttributeValues["region"].(string)
			if !ok {
				region, _ = r.AttributeValues["name"].(string)
			}
			p.regions[r.Address] = region
		}
	}
	for _, child := range m.ChildModules {
		p.from(child)
	}
}
