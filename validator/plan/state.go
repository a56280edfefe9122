// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// ReadState reads what a Terraform state says of IAM: the JSON that
// terraform show -json prints of a state, or a state file as Terraform itself
// keeps it (version 4). Nothing in it has an address, since no plan changes it.
// The error is an [*Error].
func ReadState(path string) (*account.Account, error) {
	src, err := bytesOf(path)
	if err != nil {
		return nil, err
	}
	wrong := func(summary, format string, args ...any) error {
		return &Error{Path: path, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	}
	var s stateFile
	if err := json.Unmarshal(bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF")), &s); err != nil {
		return nil, stateError(err, src, path)
	}
	var list []*tfjson.ResourceChange
	switch {
	case s.Changes != nil || s.Planned != nil:
		return nil, wrong("A plan, not a state", "The file is a plan. Give it as an argument, and to --state what is outside of it: terraform show -json > state.json")
	case s.Encrypted != nil:
		return nil, wrong("Encrypted state", "The state is encrypted by OpenTofu. Show it where the key is: tofu show -json > state.json")
	case s.Values != nil:
		list = s.Values.Root.changes(nil)
	case s.Version == 4:
		if list, err = s.raw(); err != nil {
			return nil, wrong("Not a state", "%s.", err)
		}
	case s.Version != 0:
		return nil, wrong("Unknown state version", "The state has version %d, and version 4 is read. Terraform 0.12 and later write it: terraform show -json > state.json", s.Version)
	default:
		return nil, wrong("Not a state", "The file holds no state, or an empty one. A state's JSON is made by: terraform show -json > state.json")
	}
	p := &Plan{Path: path}
	for _, rc := range list {
		if relevant(rc) && rc.Mode == tfjson.ManagedResourceMode {
			p.Changes = append(p.Changes, rc)
		}
	}
	change, err := p.Change(nil)
	if err != nil {
		return nil, err
	}
	return outsideOf(change.Before), nil
}

// stateFile is either form of a state.
type stateFile struct {
	Values    *stateValues   `json:"values"`
	Changes   jsontext.Value `json:"resource_changes"`
	Planned   jsontext.Value `json:"planned_values"`
	Encrypted jsontext.Value `json:"encrypted_data"`
	Version   int            `json:"version"`
	Resources []rawResource  `json:"resources"`
}

type stateValues struct {
	Root *stateModule `json:"root_module"`
}

type stateModule struct {
	Resources []struct {
		Address string              `json:"address"`
		Mode    tfjson.ResourceMode `json:"mode"`
		Type    string              `json:"type"`
		Name    string              `json:"name"`
		Deposed string              `json:"deposed_key"`
		Values  any                 `json:"values"`
		Marks   any                 `json:"sensitive_values"`
	} `json:"resources"`
	Children []*stateModule `json:"child_modules"`
}

// changes lists the resources of a module and those in it.
func (m *stateModule) changes(out []*tfjson.ResourceChange) []*tfjson.ResourceChange {
	if m == nil {
		return out
	}
	for _, r := range m.Resources {
		if r.Deposed == "" {
			out = append(out, &tfjson.ResourceChange{Address: r.Address, Mode: r.Mode, Type: r.Type, Name: r.Name, Change: stays(r.Values, r.Marks)})
		}
	}
	for _, c := range m.Children {
		out = c.changes(out)
	}
	return out
}

// stays is a resource that no plan changes.
func stays(values, sensitive any) *tfjson.Change {
	return &tfjson.Change{Actions: tfjson.Actions{tfjson.ActionNoop}, Before: values, After: values, BeforeSensitive: sensitive, AfterSensitive: sensitive}
}

// rawResource is one resource of a state file of version 4.
type rawResource struct {
	Module    string              `json:"module"`
	Mode      tfjson.ResourceMode `json:"mode"`
	Type      string              `json:"type"`
	Name      string              `json:"name"`
	Instances []struct {
		Key        any            `json:"index_key"`
		Deposed    string         `json:"deposed"`
		Attributes map[string]any `json:"attributes"`
		Sensitive  []any          `json:"sensitive_attributes"`
	} `json:"instances"`
}

// raw lists the resources of a state file of version 4.
func (s *stateFile) raw() ([]*tfjson.ResourceChange, error) {
	var out []*tfjson.ResourceChange
	for _, r := range s.Resources {
		for _, i := range r.Instances {
			if i.Deposed != "" {
				continue
			}
			address := r.Type + "." + r.Name
			if r.Mode == tfjson.DataResourceMode {
				address = "data." + address
			}
			if r.Module != "" {
				address = r.Module + "." + address
			}
			switch k := i.Key.(type) {
			case string:
				address += "[" + strconv.Quote(k) + "]"
			case float64:
				address += "[" + strconv.Itoa(int(k)) + "]"
			}
			if i.Attributes == nil {
				return nil, fmt.Errorf("%s has no attributes in it, which Terraform 0.12 and later write", address)
			}
			out = append(out, &tfjson.ResourceChange{
				Address: address, Mode: r.Mode, Type: r.Type, Name: r.Name, Change: stays(i.Attributes, marked(i.Sensitive)),
			})
		}
	}
	return out, nil
}

// marked reads the paths of sensitive attributes, as far as their first step:
// all of an attribute is hidden where a part of it is to be. What cannot be read
// hides everything.
func marked(paths []any) any {
	out := map[string]any{}
	for _, p := range paths {
		steps, _ := p.([]any)
		if len(steps) == 0 {
			return true
		}
		first, _ := steps[0].(map[string]any)
		name, ok := first["value"].(string)
		if !ok || first["type"] != "get_attr" {
			return true
		}
		out[name] = true
	}
	return out
}

func stateError(err error, src []byte, path string) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		e := &Error{Path: path, Summary: "Invalid JSON", Detail: "The input is no valid JSON here, or it is cut. A state's JSON is made by: terraform show -json > state.json"}
		return e.place(src, syntax.ByteOffset)
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		e := &Error{Path: path, Summary: "Not a state", Detail: "The value at " + strconv.Quote(string(semantic.JSONPointer)) + " is not what a state has there."}
		return e.place(src, semantic.ByteOffset)
	}
	return &Error{Path: path, Summary: "Cannot read the state", Detail: err.Error() + "."}
}

// outsideOf takes the addresses off an account that was built of a state: they
// are not the plan's.
func outsideOf(a *account.Account) *account.Account {
	seen := map[*account.Document]bool{}
	plain := func(d *account.Document) {
		if d == nil || seen[d] {
			return
		}
		seen[d] = true
		d.Address, d.Attribute = "", ""
		if d.Known == account.KnownPlan {
			d.Known = account.KnownState
		}
		if d.Policy != nil {
			d.Policy.Name = d.ARN
			if d.ARN == "" {
				d.Policy.Name = d.Name
			}
		}
	}
	for _, d := range a.Documents {
		plain(d)
	}
	for _, p := range a.Principals {
		for i := range p.Identity {
			plain(p.Identity[i].Document)
			p.Identity[i].Via = nil
		}
		plain(p.Boundary.Document)
		plain(p.Trust)
		for i := range p.Groups {
			p.Groups[i].Address = ""
		}
		p.Told = p.Address != "" // not where the state only speaks of it
		p.Address, p.At, p.Boundary.Address, p.Outside = "", "", "", true
		if own := accountOf(p.ARN); own != "" {
			p.Account = own
		}
	}
	return a
}
