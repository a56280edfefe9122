// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
)

// object is written with its members in the order of their names, as Terraform
// writes a resource's values.
type object = map[string]any

// writer writes a plan part by part; the first error stays.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) text(s string) {
	if w.err == nil {
		_, w.err = io.WriteString(w.w, s)
	}
}

// value writes a value as Terraform does, which has encoding/json escape <, >
// and &.
func (w *writer) value(v any) {
	b, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.text(string(b))
}

// list writes the elements of a list, with commas between them.
func list[T any](w *writer, elements iter.Seq[T], write func(T)) {
	w.text("[")
	comma := ""
	for e := range elements {
		w.text(comma)
		write(e)
		comma = ","
	}
	w.text("]")
}

// write writes the plan of an estate of so many teams.
func write(to io.Writer, teams int) error {
	w := &writer{w: to}
	w.text(`{"format_version":"1.2","terraform_version":"1.11.4","variables":{"region":{"value":"us-east-1"}},"planned_values":`)
	w.state(teams, resource.planned)
	w.text(`,"resource_changes":`)
	list(w, all(teams), func(r resource) { w.value(r.change()) })
	w.text(`,"output_changes":{"teams":{"actions":["update"],"before":`)
	w.value(teams - 1)
	w.text(`,"after":`)
	w.value(teams)
	w.text(`,"after_unknown":false,"before_sensitive":false,"after_sensitive":false}},"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":`)
	w.state(teams, resource.prior)
	w.text(`},"configuration":`)
	w.configuration(teams)
	w.text(`,"relevant_attributes":`)
	list(w, count(teams), func(team int) {
		w.value(struct {
			Resource  string   `json:"resource"`
			Attribute []string `json:"attribute"`
		}{call(team) + ".aws_iam_role.service_0", []string{"arn"}})
	})
	w.text(`,"timestamp":"2026-01-05T09:00:00Z","applyable":true,"complete":true,"errored":false}` + "\n")
	return w.err
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// all yields every resource of every team.
func all(teams int) iter.Seq[resource] {
	return func(yield func(resource) bool) {
		for team := range teams {
			for i := range perTeam {
				if !yield(newResource(team, i)) {
					return
				}
			}
		}
	}
}

// stateModule and stateResource are those of Terraform's internal/command/jsonstate.
type stateModule struct {
	Resources []stateResource `json:"resources,omitempty"`
	Address   string          `json:"address"`
}

type stateResource struct {
	Address         string   `json:"address"`
	Mode            string   `json:"mode"`
	Type            string   `json:"type"`
	Name            string   `json:"name"`
	Index           *int     `json:"index,omitempty"`
	ProviderName    string   `json:"provider_name"`
	SchemaVersion   int      `json:"schema_version"`
	Values          object   `json:"values"`
	SensitiveValues object   `json:"sensitive_values"`
	DependsOn       []string `json:"depends_on,omitempty"`
}

// state writes the values of all resources that side says have some.
func (w *writer) state(teams int, side func(resource) (object, bool)) {
	w.text(`{"outputs":{"teams":{"sensitive":false,"type":"number","value":`)
	w.value(teams)
	w.text(`}},"root_module":{"child_modules":`)
	list(w, count(teams), func(team int) {
		m := stateModule{Address: call(team)}
		for i := range perTeam {
			r := newResource(team, i)
			if values, ok := side(r); ok {
				m.Resources = append(m.Resources, stateResource{
					Address: r.address(), Mode: "managed", Type: r.kind.name, Name: r.name(), Index: r.index(), ProviderName: provider,
					Values: values, SensitiveValues: sensitive(values), DependsOn: r.dependsOn(),
				})
			}
		}
		w.value(m)
	})
	w.text("}}")
}

// resourceChange and change are those of Terraform's internal/command/jsonplan.
type resourceChange struct {
	Address       string `json:"address"`
	ModuleAddress string `json:"module_address"`
	Mode          string `json:"mode"`
	Type          string `json:"type"`
	Name          string `json:"name"`
	Index         *int   `json:"index,omitempty"`
	ProviderName  string `json:"provider_name"`
	Change        change `json:"change"`
	ActionReason  string `json:"action_reason,omitempty"`
}

type change struct {
	Actions         []string `json:"actions"`
	Before          object   `json:"before"`
	After           object   `json:"after"`
	AfterUnknown    any      `json:"after_unknown"`
	BeforeSensitive any      `json:"before_sensitive"`
	AfterSensitive  any      `json:"after_sensitive"`
	ReplacePaths    [][]any  `json:"replace_paths,omitempty"`
}

// configuration writes what each team's module declares.
func (w *writer) configuration(teams int) {
	w.text(`{"provider_config":{"aws":{"name":"aws","full_name":"` + provider + `","version_constraint":"~\u003e 5.100","expressions":{"region":{"references":["var.region"]}}}},"root_module":{"outputs":{"teams":{"expression":{}}},"module_calls":{`)
	for team := range teams {
		if team > 0 {
			w.text(",")
		}
		w.text(fmt.Sprintf(`"team_%05d":{"source":"./team","expressions":{"name":{"constant_value":"team-%05d"},"region":{"references":["var.region"]}},"module":{"resources":`, team, team))
		var declared []object
		for _, k := range kinds {
			declared = append(declared, k.declarations()...)
		}
		w.value(declared)
		w.text(`,"variables":{"name":{"description":"The team's name."},"region":{}}}}`)
	}
	w.text(`},"variables":{"region":{}}}}`)
}
