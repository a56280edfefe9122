// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import tfjson "github.com/hashicorp/terraform-json"

// Decode decodes an element of a list of changes as encoding/json would, several
// times faster.
// Where before and after are the same to the byte, as in a no-op, they are
// decoded once: After is then the very value that Before is. Trees of marks are
// shared between elements. So nothing in what is returned may be written to.
// Where without is not nil, the attributes that it names and those that are null
// are left out of before and after.
func (e *Element) Decode(without map[string]bool) (*tfjson.ResourceChange, error) {
	if e.r.broken != nil {
		return nil, e.r.broken
	}
	b := e.r.build()
	c := &tfjson.ResourceChange{
		Address: e.Address, PreviousAddress: e.PreviousAddress, Mode: tfjson.ResourceMode(e.Mode), Type: e.Type, DeposedKey: e.Deposed,
	}
	b.each(int(e.from-e.r.base), func(name string, i int) int {
		switch name {
		case "module_address":
			return b.word(i, &c.ModuleAddress)
		case "name":
			return b.word(i, &c.Name)
		case "provider_name":
			return b.word(i, &c.ProviderName)
		case "action_reason":
			return b.word(i, (*string)(&c.ActionReason))
		case "index":
			c.Index, i = b.value(i)
			return i
		case "change":
			if e.HasChange {
				c.Change = &tfjson.Change{}
				if e.Actions != nil {
					c.Change.Actions = make(tfjson.Actions, len(e.Actions))
				}
				for n, a := range e.Actions {
					c.Change.Actions[n] = tfjson.Action(a)
				}
				return b.change(i, c.Change, without)
			}
		}
		return b.skip(i)
	})
	return c, e.r.built(b)
}

// change decodes what happens to a resource, without the actions.
func (b *builder) change(i int, c *tfjson.Change, without map[string]bool) int {
	var before []byte
	return b.each(i, func(name string, i int) int {
		switch name {
		case "before":
			start := i
			c.Before, i = b.valueWithout(i, without)
			before = b.buf[start:i]
		case "after":
			if b.repeats(i, before) {
				c.After = c.Before
				return i + len(before)
			}
			c.After, i = b.valueWithout(i, without)
		case "after_unknown":
			c.AfterUnknown, i = b.marks(i)
		case "before_sensitive":
			c.BeforeSensitive, i = b.marks(i)
		case "after_sensitive":
			c.AfterSensitive, i = b.marks(i)
		case "before_identity":
			c.BeforeIdentity, i = b.value(i)
		case "after_identity":
			c.AfterIdentity, i = b.value(i)
		case "generated_config":
			i = b.word(i, &c.GeneratedConfig)
		case "importing":
			if b.buf[i] != 'n' {
				c.Importing = &tfjson.Importing{}
				return b.importing(i, c.Importing)
			}
			i = b.skip(i)
		case "replace_paths":
			if b.buf[i] == '[' {
				c.ReplacePaths, i = b.list(i)
				return i
			}
			i = b.null(i, "a list")
		default:
			i = b.skip(i)
		}
		return i
	})
}

// importing decodes how a resource is imported.
func (b *builder) importing(i int, to *tfjson.Importing) int {
	if b.buf[i] != '{' {
		return b.null(i, "an object")
	}
	return b.each(i, func(name string, i int) int {
		switch name {
		case "id":
			return b.word(i, &to.ID)
		case "identity":
			to.Identity, i = b.value(i)
			return i
		case "unknown":
			if c := b.buf[i]; c == 't' || c == 'f' {
				to.Unknown = c == 't'
			} else {
				return b.null(i, "true or false")
			}
		}
		return b.skip(i)
	})
}

// each calls member for each member of the object at i, with the index of the
// value, for the index after it.
func (b *builder) each(i int, member func(name string, i int) int) int {
	for i = b.space(i + 1); b.buf[i] != '}'; i = b.comma(i) {
		var name string
		name, i = b.name(i)
		i = member(name, i)
	}
	return i + 1
}

// word decodes a string; null leaves it as it is.
func (b *builder) word(i int, to *string) int {
	if b.buf[i] != '"' {
		return b.null(i, "a string")
	}
	text, i := b.text(i)
	*to = b.names.get(text)
	return i
}

// null passes over null, and refuses what is neither that nor what is wanted.
func (b *builder) null(i int, want string) int {
	if b.buf[i] != 'n' {
		b.refuse(i, "The value must be "+want+".")
	}
	return b.skip(i)
}
