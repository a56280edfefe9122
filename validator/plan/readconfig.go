// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// The members of the configuration section that are read. Source: Terraform,
// internal/command/jsonconfig.
var (
	configNames   = scan.NewNames("provider_config", "root_module")
	providerNames = scan.NewNames("name", "full_name", "alias", "module_address", "expressions")
	moduleNames   = scan.NewNames("outputs", "resources", "module_calls", "variables")
	outputNames   = scan.NewNames("expression")
	callNames     = scan.NewNames("source", "expressions", "count_expression", "for_each_expression", "module")
	declaredNames = scan.NewNames("address", "mode", "type", "name", "provider_config_key", "expressions", "count_expression", "for_each_expression")
)

// configReader reads the configuration section. A module that is called many
// times stands in it as often: what is written the same is kept once.
type configReader struct {
	*scan.Reader
	wanted    map[typeKey]bool
	resources map[string]*configResource // by their JSON
}

// readConfiguration reads the configuration section that comes next; types are
// more resource types to keep.
func readConfiguration(r *scan.Reader, types ...string) (*configuration, error) {
	c := &configReader{Reader: r, wanted: map[typeKey]bool{}, resources: map[string]*configResource{}}
	wantTypes(c.wanted, types)
	out := &configuration{Providers: map[string]*configProvider{}}
	err := r.Object(configNames, func(name string) error {
		return orNull(r, func() (err error) {
			if name == "root_module" {
				out.Root, err = c.module()
				return err
			}
			return r.Object(nil, func(key string) error {
				out.Providers[key], err = c.provider()
				return err
			})
		})
	})
	return out, err
}

func (c *configReader) provider() (*configProvider, error) {
	out := &configProvider{}
	err := c.Object(providerNames, func(name string) error {
		switch name {
		case "name":
			return c.Text(&out.Name)
		case "alias":
			return c.Text(&out.Alias)
		case "expressions":
			v, err := c.Value()
			out.Expressions = expressionsOf(v)
			return err
		}
		return nil
	})
	return out, err
}

func (c *configReader) module() (*configModule, error) {
	m := &configModule{}
	err := c.Object(moduleNames, func(name string) error {
		return orNull(c.Reader, func() error {
			switch name {
			case "outputs":
				m.Outputs = map[string]expression{}
				return c.Object(nil, func(key string) error {
					e, err := c.output()
					m.Outputs[key] = e
					return err
				})
			case "resources":
				m.Resources = map[resourceKey]*configResource{}
				return c.declared(m)
			case "module_calls":
				m.Calls = map[string]*configCall{}
				return c.Object(nil, func(key string) error {
					call, err := c.call()
					m.Calls[key] = call
					return err
				})
			}
			return nil
		})
	})
	return m, err
}

func (c *configReader) output() (e expression, err error) {
	err = c.Object(outputNames, func(string) error {
		e, err = c.expression()
		return err
	})
	return e, err
}

// expression reads one expression; its constant is not kept.
func (c *configReader) expression() (expression, error) {
	v, err := c.Value()
	e := expressionOf(v)
	e.Constant = nil
	return e, err
}

// declared reads the resources of a module.
func (c *configReader) declared(m *configModule) error {
	return c.Elements(declaredNames, func(h *scan.Head) (bool, error) {
		k := typeKey{h.Mode, h.Type}
		want, seen := c.wanted[k]
		if !seen {
			want = relevant(&tfjson.ResourceChange{Mode: tfjson.ResourceMode(h.Mode), Type: h.Type}) || h.Type == callerType || h.Type == regionType // whose provider is an account's, in a Region
			c.wanted[k] = want
		}
		return want || h.Mode == string(tfjson.ManagedResourceMode) && isAWS(h.Type), nil
	}, func(e *scan.Element) error {
		raw := e.Raw()
		if !c.wanted[typeKey{e.Mode, e.Type}] && !namesPolicy(raw) {
			return nil // see reader.strayed
		}
		v, err := e.Name()
		if err != nil {
			return err
		}
		key := resourceKey{typeKey{e.Mode, e.Type}, v}
		if same := c.resources[string(raw)]; same != nil {
			m.Resources[key] = same
			return nil
		}
		whole, err := e.Value()
		if err != nil {
			return err
		}
		args, _ := whole.(map[string]any)
		out := &configResource{Expressions: expressionsOf(args["expressions"])}
		for name, x := range out.Expressions {
			x.Constant = nil
			out.Expressions[name] = x
		}
		out.ProviderKey, _ = args["provider_config_key"].(string)
		if x, ok := args["for_each_expression"]; ok {
			out.ForEach = expressionOf(x)
			out.ForEach.Constant = nil
		}
		c.resources[string(raw)], m.Resources[key] = out, out
		return nil
	})
}

// call reads one module call.
func (c *configReader) call() (*configCall, error) {
	out := &configCall{}
	err := c.Object(callNames, func(name string) (err error) {
		switch name {
		case "expressions":
			v, err := c.Value()
			for key, x := range expressionsOf(v) {
				if x.Constant = nil; len(x.References) == 0 && len(x.Blocks) == 0 {
					continue
				}
				if out.Expressions == nil {
					out.Expressions = map[string]expression{}
				}
				out.Expressions[key] = x
			}
			return err
		case "for_each_expression":
			out.ForEach, err = c.expression()
		case "module":
			return orNull(c.Reader, func() (err error) {
				out.Module, err = c.module()
				return err
			})
		}
		return err
	})
	return out, err
}
