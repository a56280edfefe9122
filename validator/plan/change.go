// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"
)

// knownActions are the combinations that Terraform and OpenTofu write. Another
// one would mean a change that nobody knows how to judge.
var knownActions = []string{
	"no-op", "create", "read", "update", "delete", "forget", "open",
	"delete,create", "create,delete", "forget,create", "create,forget",
}

var changeNames = []string{
	"address", "previous_address", "module_address", "mode", "type", "name", "index", "provider_name", "deposed", "action_reason", "change",
}

var innerNames = []string{"actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive", "importing"}

// change reads one element of resource_changes or resource_drift. Values are
// decoded only for the types that rules look at.
func (d *reader) change(to *[]*tfjson.ResourceChange, count bool) error {
	rc := &tfjson.ResourceChange{}
	var mode string
	var change jsontext.Value
	err := d.object(d.dec, changeNames, func(name string) (err error) {
		switch name {
		case "address":
			return d.text(d.dec, &rc.Address)
		case "previous_address":
			return d.text(d.dec, &rc.PreviousAddress)
		case "module_address":
			return d.text(d.dec, &rc.ModuleAddress)
		case "mode":
			return d.text(d.dec, &mode)
		case "type":
			return d.text(d.dec, &rc.Type)
		case "name":
			return d.text(d.dec, &rc.Name)
		case "provider_name":
			return d.text(d.dec, &rc.ProviderName)
		case "deposed":
			return d.text(d.dec, &rc.DeposedKey)
		case "index":
			v, err := d.raw(d.dec)
			if err == nil {
				err = json.Unmarshal(v, &rc.Index)
			}
			return err
		case "change":
			change, err = d.raw(d.dec)
			return err
		}
		return d.skip(d.dec)
	})
	if err != nil {
		return err
	}
	rc.Mode = tfjson.ResourceMode(mode)
	if rc.Address == "" && !count {
		return nil // Terraform 1.0.0 writes drift without addresses
	}
	if rc.Address == "" || rc.Type == "" || mode == "" || change == nil {
		return d.at(d.errorf("Not a plan", "A resource change lacks its address, mode, type or change."), d.dec)
	}
	if err := d.inner(rc, change); err != nil {
		return err
	}
	if count && rc.Mode == tfjson.ManagedResourceMode && rc.DeposedKey == "" {
		d.plan.Resources++
		if isIAM(rc.Type) || rc.Type == trailType {
			d.plan.Judged++
		}
	}
	if relevant(rc) {
		*to = append(*to, rc)
	}
	return nil
}

// inner reads what happens to the resource.
func (d *reader) inner(rc *tfjson.ResourceChange, raw jsontext.Value) error {
	c := &tfjson.Change{}
	rc.Change = c
	want := relevant(rc)
	dec := jsontext.NewDecoder(bytes.NewReader(raw))
	var actions []string
	err := d.object(dec, innerNames, func(name string) error {
		switch {
		case name == "actions":
			return d.list(dec, func() error {
				var a string
				if err := d.text(dec, &a); err != nil {
					return err
				}
				actions = append(actions, a)
				return nil
			})
		case !want:
			return d.skip(dec)
		}
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		switch name {
		case "before":
			return json.Unmarshal(v, &c.Before)
		case "after":
			return json.Unmarshal(v, &c.After)
		case "after_unknown":
			return json.Unmarshal(v, &c.AfterUnknown)
		case "before_sensitive":
			return json.Unmarshal(v, &c.BeforeSensitive)
		case "after_sensitive":
			return json.Unmarshal(v, &c.AfterSensitive)
		}
		if v.Kind() == '{' { // importing
			c.Importing = &tfjson.Importing{}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !slices.Contains(knownActions, strings.Join(actions, ",")) {
		return d.errorf("Unknown action", "The plan does [%s] to %s. This version does not know what that means for the resource, so the plan is refused.", strings.Join(actions, ", "), rc.Address)
	}
	for _, a := range actions {
		c.Actions = append(c.Actions, tfjson.Action(a))
	}
	return nil
}
