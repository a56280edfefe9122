// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// knownActions reports whether Terraform or OpenTofu write these actions. Others would
// mean a change that nobody knows how to judge.
func knownActions(actions []string) bool {
	switch len(actions) {
	case 1:
		switch actions[0] {
		case "no-op", "create", "read", "update", "delete", "forget", "open":
			return true
		}
	case 2:
		switch [2]string(actions) {
		case [2]string{"delete", "create"}, [2]string{"create", "delete"}, [2]string{"forget", "create"}, [2]string{"create", "forget"}:
			return true
		}
	}
	return false
}

// typeKey is a kind of resource.
type typeKey struct{ mode, name string }

// wantTypes adds types of managed resources to those that are read.
func wantTypes(wanted map[typeKey]bool, types []string) {
	for _, name := range types {
		wanted[typeKey{string(tfjson.ManagedResourceMode), name}] = true
	}
}

// relevant reports whether rules look at this kind of resource.
func (d *reader) relevant(k typeKey) bool {
	want, seen := d.wanted[k]
	if !seen {
		want = relevant(&tfjson.ResourceChange{Mode: tfjson.ResourceMode(k.mode), Type: k.name})
		d.wanted[k] = want
	}
	return want
}

// changes reads resource_changes, which count, or resource_drift. Only what
// rules look at is decoded.
func (d *reader) changes(to *[]*tfjson.ResourceChange, count bool) error {
	return d.scan.Changes(func(h *scan.Head) (bool, error) {
		switch {
		case h.Address == "" && !count:
			return false, nil // Terraform 1.0.0 writes drift without addresses
		case h.Address == "" || h.Type == "" || h.Mode == "" || !h.HasChange:
			d.refuse(d.errorf("Not a plan", "A resource change lacks its address, mode, type or change.").at(d.scan.Place()))
			return false, nil
		case !knownActions(h.Actions):
			d.refuse(d.errorf("Unknown action", "The plan does [%s] to %s. This version does not know what that means for the resource, so the plan is refused.", strings.Join(h.Actions, ", "), h.Address))
			return false, nil
		}
		if count && h.Mode == string(tfjson.ManagedResourceMode) {
			d.plan.Actions.count(h.Actions)
		}
		if count && h.Mode == string(tfjson.ManagedResourceMode) && h.Deposed == "" {
			d.plan.Resources++
			if isIAM(h.Type) || h.Type == trailType {
				d.plan.Judged++
			}
		}
		return d.relevant(typeKey{h.Mode, h.Type}) || count && h.Mode == string(tfjson.ManagedResourceMode) && h.Deposed == "", nil
	}, func(e *scan.Element) error {
		if !d.relevant(typeKey{e.Mode, e.Type}) {
			return d.strayed(e)
		}
		without := d.without(&e.Head)
		stray := count && e.Mode == string(tfjson.ManagedResourceMode) && e.Deposed == "" && mayHoldDocument(e.Raw())
		if stray && without != nil {
			without = noNames // it may stand in what no rule reads
		}
		rc, err := e.Decode(without)
		if err != nil {
			return err
		}
		*to = append(*to, rc)
		if stray {
			d.strayIn(rc, false)
		}
		return nil
	})
}
