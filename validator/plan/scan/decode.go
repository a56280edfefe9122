// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"bytes"

	tfjson "github.com/hashicorp/terraform-json"
)

// Decode decodes the element as encoding/json would, several times faster.
// Where before and after are the same to the byte, as in a no-op, they are
// decoded once: After is then the very value that Before is, so neither may be
// written to.
func (e *Element) Decode() (*tfjson.ResourceChange, error) {
	r := e.r
	if r.broken != nil {
		return nil, r.broken
	}
	// The element is in the window still: read it once more.
	r.pos = int(e.from - r.base)
	c := &tfjson.ResourceChange{}
	from := 0
	more, err := r.enter('}')
	for ; more; more, err = r.next('}') {
		name, _, err := r.find(changeNames, &from)
		if err != nil {
			return nil, err
		}
		switch name {
		case "address":
			c.Address, err = e.Address, r.Skip()
		case "previous_address":
			c.PreviousAddress, err = e.PreviousAddress, r.Skip()
		case "module_address":
			err = r.word(&c.ModuleAddress)
		case "mode":
			c.Mode, err = tfjson.ResourceMode(e.Mode), r.Skip()
		case "type":
			c.Type, err = e.Type, r.Skip()
		case "name":
			err = r.Text(&c.Name)
		case "index":
			c.Index, err = r.Value()
		case "provider_name":
			err = r.word(&c.ProviderName)
		case "deposed":
			c.DeposedKey, err = e.Deposed, r.Skip()
		case "action_reason":
			err = r.word((*string)(&c.ActionReason))
		case "change":
			err = e.change(c)
		default:
			err = r.Skip()
		}
		if err != nil {
			return nil, inside(err, name)
		}
	}
	return c, err
}

// change decodes what happens to the resource.
func (e *Element) change(to *tfjson.ResourceChange) error {
	r := e.r
	if !e.HasChange {
		return r.Skip() // null
	}
	if _, err := r.Kind(); err != nil {
		return err
	}
	c := &tfjson.Change{}
	to.Change = c
	var before same
	var sensitive same
	from := 0
	more, err := r.enter('}')
	for ; more; more, err = r.next('}') {
		name, _, err := r.find(innerNames, &from)
		if err != nil {
			return err
		}
		switch name {
		case "actions":
			c.Actions = make(tfjson.Actions, len(e.Actions))
			for i, a := range e.Actions {
				c.Actions[i] = tfjson.Action(a)
			}
			err = r.Skip()
		case "before":
			c.Before, err = before.first(r)
		case "after":
			c.After, err = before.again(r)
		case "after_unknown":
			c.AfterUnknown, err = r.Value()
		case "before_sensitive":
			c.BeforeSensitive, err = sensitive.first(r)
		case "after_sensitive":
			c.AfterSensitive, err = sensitive.again(r)
		case "importing":
			c.Importing, err = r.importing()
		case "generated_config":
			err = r.Text(&c.GeneratedConfig)
		case "replace_paths":
			c.ReplacePaths, err = r.paths()
		case "before_identity":
			c.BeforeIdentity, err = r.Value()
		case "after_identity":
			c.AfterIdentity, err = r.Value()
		default:
			err = r.Skip()
		}
		if err != nil {
			return inside(err, name)
		}
	}
	return err
}

// same decodes two objects that may be the same.
type same struct {
	from, to int64
	v        any
}

func (s *same) first(r *Reader) (any, error) {
	if _, err := r.Kind(); err != nil {
		return nil, err
	}
	s.from = r.Offset()
	var err error
	s.v, err = r.Value()
	s.to = r.Offset()
	return s.v, err
}

func (s *same) again(r *Reader) (any, error) {
	if kind, err := r.Kind(); err != nil {
		return nil, err
	} else if kind == '{' && s.to > s.from && bytes.HasPrefix(r.buf[r.pos:r.end], r.held(s.from, s.to)) {
		// An object ends at its brace, so that one that begins with it is it.
		r.pos += int(s.to - s.from)
		return s.v, nil
	}
	return r.Value()
}

// importing decodes how a resource is imported.
func (r *Reader) importing() (*tfjson.Importing, error) {
	if kind, err := r.Kind(); err != nil {
		return nil, err
	} else if kind == 'n' {
		return nil, r.Skip()
	}
	out := &tfjson.Importing{}
	return out, r.Object(importNames, func(name string) (err error) {
		switch name {
		case "id":
			err = r.Text(&out.ID)
		case "unknown":
			err = r.Bool(&out.Unknown)
		case "identity":
			out.Identity, err = r.Value()
		}
		return err
	})
}

var importNames = NewNames("id", "unknown", "identity")

func (r *Reader) paths() ([]any, error) {
	if kind, err := r.Kind(); err != nil {
		return nil, err
	} else if kind == 'n' {
		return nil, r.Skip()
	} else if kind != '[' {
		return nil, r.wrong("a list")
	}
	return r.array()
}
