// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

// StateNames are the members of prior_state. Source: Terraform,
// internal/command/jsonstate.
var StateNames = NewNames("format_version", "terraform_version", "values", "checks")

var (
	valueNames    = NewNames("outputs", "root_module")
	moduleNames   = NewNames("resources", "address", "child_modules")
	resourceNames = NewNames("address", "mode", "type", "name", "index", "provider_name", "schema_version", "values",
		"sensitive_values", "identity_schema_version", "identity", "depends_on", "tainted", "deposed_key")
)

// Resources walks the resources of a state, as planned_values and the values of
// prior_state are, those of all modules. Each is checked in full and its head
// found, which has an address, a mode, a type, and Deposed; wants says from the
// head whether take gets the element. null is a state without any.
func (r *Reader) Resources(wants func(*Head) (bool, error), take func(*Element) error) error {
	if kind, err := r.Kind(); err != nil {
		return err
	} else if kind == 'n' {
		return r.Skip()
	}
	return r.Object(valueNames, func(name string) error {
		if name == "outputs" {
			return nil
		}
		return r.module(wants, take)
	})
}

func (r *Reader) module(wants func(*Head) (bool, error), take func(*Element) error) error {
	return r.Object(moduleNames, func(name string) error {
		switch name {
		case "resources":
			return r.elements(resourceNames, wants, take)
		case "child_modules":
			return r.Array(func(int) error { return r.module(wants, take) })
		}
		return nil
	})
}
