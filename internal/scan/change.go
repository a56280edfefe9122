// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import "strconv"

// PlanNames are the top-level members of a plan, of Terraform up to 1.14 and
// OpenTofu, and those that tell a state, provider schemas, an encrypted plan and
// a log from a plan. Source: Terraform, "JSON Output Format", and
// internal/command/jsonplan.
var PlanNames = NewNames(
	"format_version", "terraform_version", "variables", "planned_values", "resource_drift", "resource_changes",
	"deferred_changes", "deferred_action_invocations", "action_invocations", "output_changes", "prior_state",
	"configuration", "relevant_attributes", "checks", "timestamp", "applyable", "complete", "errored",
	"values", "version", "serial", "lineage", "resources", "encrypted_data", "provider_schemas", "@level",
)

// Head is what is found out about each element of a list of changes, or resource
// of a state, before anything of it is decoded, wherever in the element it
// stands.
type Head struct {
	// Index counts the elements of the list from zero.
	Index int
	// Address to Deposed are as the plan has them, "" where absent or null.
	Address, PreviousAddress, Mode, Type, Deposed string
	// HasChange says that there is a change object, Importing that it says how
	// the resource is imported.
	HasChange, Importing bool
	// Actions are those of the change; they are good during the call.
	Actions []string

	words [4]string // for Actions
}

// Element is one element of a list of changes, or resource of a state, that was
// wanted. It is good during the call that gets it, which must not read on.
type Element struct {
	Head
	r        *Reader
	from, to int64 // offsets in the stream
}

// Raw returns the bytes of the element, which are good during the call.
func (e *Element) Raw() []byte { return e.r.held(e.from, e.to) }

// Value decodes the element as [Reader.Value] does.
func (e *Element) Value() (any, error) {
	b := e.r.build()
	v, _ := b.value(int(e.from - e.r.base))
	return v, e.r.built(b)
}

// Name returns the element's own name, "" where it has none.
func (e *Element) Name() (string, error) {
	var name string
	b := e.r.build()
	b.each(int(e.from-e.r.base), func(n string, i int) int {
		if n == "name" {
			return b.word(i, &name)
		}
		return b.skip(i)
	})
	return name, e.r.built(b)
}

// Member returns the bytes of a member of the element, which are good during
// the call, or nil where it has none of that name.
func (e *Element) Member(name string) []byte {
	var out []byte
	b := e.r.build()
	b.each(int(e.from-e.r.base), func(n string, i int) int {
		end := b.skip(i)
		if n == name {
			out = b.buf[i:end:end]
		}
		return end
	})
	return out
}

// held returns a part of the window that was kept.
func (r *Reader) held(from, to int64) []byte {
	start, end := from-r.base, to-r.base
	return r.buf[start:end:end]
}

// changeNames and innerNames are the members of a change as terraform-json
// v0.29.0 and Terraform's internal/command/jsonplan have them.
var (
	changeNames = NewNames("address", "previous_address", "module_address", "mode", "type", "name", "index",
		"provider_name", "deposed", "change", "action_reason")
	innerNames = NewNames("actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive",
		"importing", "generated_config", "replace_paths", "before_identity", "after_identity")
	importNames = NewNames("id", "unknown", "identity")
)

// Changes walks a list of resource changes, as resource_changes and
// resource_drift are. Every element is checked in full and its head found; wants
// says from the head whether take gets the element. null is an empty list.
// Names of an element and of its change that differ by case only from those of
// a plan are refused.
func (r *Reader) Changes(wants func(*Head) (bool, error), take func(*Element) error) error {
	return r.elements(changeNames, wants, take)
}

// Elements is Changes for other lists of objects with an address, mode and type;
// names are the members that they may have.
func (r *Reader) Elements(names *Names, wants func(*Head) (bool, error), take func(*Element) error) error {
	return r.elements(names, wants, take)
}

func (r *Reader) elements(names *Names, wants func(*Head) (bool, error), take func(*Element) error) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind == 'n' {
		return r.Skip()
	}
	if kind != '[' {
		return r.wrong("a list")
	}
	e := &Element{r: r}
	more, err := r.enter(']')
	for n := 0; more; more, err = r.next(']') {
		e.Head = Head{Index: n}
		if err := r.element(e, names, wants, take); err != nil {
			return inside(err, strconv.Itoa(n))
		}
		n++
	}
	return err
}

func (r *Reader) element(e *Element, names *Names, wants func(*Head) (bool, error), take func(*Element) error) error {
	if kind, err := r.Kind(); err != nil {
		return err
	} else if kind != '{' {
		return r.wrong("an object")
	}
	h := r.hold(r.pos)
	if err := r.head(&e.Head, names); err != nil {
		return err
	}
	e.from, e.to = h.from, r.Offset()
	ok, err := wants(&e.Head)
	if err == nil && ok {
		err = take(e)
	}
	r.release(h)
	if err != nil {
		return r.stop(err)
	}
	return r.broken
}

// head walks an element and notes what it says of itself.
func (r *Reader) head(h *Head, names *Names) error {
	from := 0
	more, err := r.enter('}')
	for ; more; more, err = r.next('}') {
		name, _, err := r.find(names, &from)
		if err != nil {
			return err
		}
		switch name {
		case "address":
			err = r.Text(&h.Address)
		case "previous_address":
			err = r.Text(&h.PreviousAddress)
		case "mode":
			err = r.word(&h.Mode)
		case "type":
			err = r.word(&h.Type)
		case "deposed", "deposed_key":
			err = r.Text(&h.Deposed)
		case "change":
			err = r.headOfChange(h)
		default:
			err = r.Skip()
		}
		if err != nil {
			return inside(err, name)
		}
	}
	return err
}

// headOfChange walks the change of an element.
func (r *Reader) headOfChange(h *Head) error {
	kind, err := r.Kind()
	switch {
	case err != nil:
		return err
	case kind == 'n':
		return r.Skip()
	case kind != '{':
		return r.wrong("an object")
	}
	h.HasChange = true
	from := 0
	more, err := r.enter('}')
	for ; more; more, err = r.next('}') {
		name, _, err := r.find(innerNames, &from)
		if err != nil {
			return err
		}
		switch name {
		case "actions":
			err = r.actions(h)
		case "importing":
			err = r.importing(h)
		default:
			err = r.Skip()
		}
		if err != nil {
			return inside(err, name)
		}
	}
	return err
}

// importing notes that a resource is imported, and checks the names in it.
func (r *Reader) importing(h *Head) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if h.Importing = kind != 'n'; !h.Importing {
		return r.Skip()
	}
	return r.Object(importNames, func(string) error { return nil })
}

func (r *Reader) actions(h *Head) error {
	kind, err := r.Kind()
	switch {
	case err != nil:
		return err
	case kind == 'n':
		return r.Skip()
	case kind != '[':
		return r.wrong("a list")
	}
	h.Actions = h.words[:0]
	more, err := r.enter(']')
	for ; more; more, err = r.next(']') {
		var action string
		if err := r.word(&action); err != nil {
			return err
		}
		h.Actions = append(h.Actions, action)
	}
	return err
}
