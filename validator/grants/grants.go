// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package grants sums up what one policy document grants, service by service,
// by asking the engine.
package grants

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
)

// Service is what a document grants of one AWS service.
type Service struct {
	// Service is the prefix; "*" stands for all services.
	Service string `json:"service"`
	// Levels are the access levels of actions that are granted.
	Levels []string `json:"levels"`
	// Everywhere says that some action is granted on resources that the
	// document does not name.
	Everywhere bool `json:"everywhere"`
	// Witness is one request that is granted.
	Witness *jsonl.Witness `json:"witness"`
}

// levels are the access levels in the order in which they are listed.
var levels = []struct {
	name  string
	level reference.AccessLevel
}{
	{"List", reference.List}, {"Read", reference.Read}, {"Write", reference.Write},
	{"Permissions management", reference.PermissionsManagement}, {"Tagging", reference.Tagging},
}

// Of lists the services of which the document grants some action that AWS has
// today. Where it grants an action of a service that nobody has named, that is
// all of them, and they are summed up as one.
func Of(d *policy.Document) []Service {
	out := []Service{}
	unknown := decide.DocumentGrants(d, decide.Question{Actions: []string{decide.Fresh + ":*"}}, decide.Options{Plain: true})
	if unknown.Result == decide.Yes {
		out = append(out, Service{Service: "*", Levels: names(), Everywhere: everywhere(d, nil), Witness: jsonl.NewWitness(unknown)})
		if a := decide.DocumentGrants(d, decide.Question{Actions: []string{"*"}}, decide.Options{}); a.Result == decide.Yes {
			out[0].Witness = jsonl.NewWitness(a)
		}
		return out
	}
	for _, prefix := range reference.Services() {
		a := decide.DocumentGrants(d, decide.Question{Actions: []string{prefix + ":*"}}, decide.Options{ClosedWorld: true})
		if a.Result != decide.Yes {
			continue
		}
		service, _ := reference.LookupService(prefix)
		s := Service{Service: prefix, Levels: []string{}, Everywhere: everywhere(d, service), Witness: jsonl.NewWitness(a)}
		for _, l := range levels {
			if actions := actionsOf(service, l.level); actions != nil && decide.DocumentGrants(d, decide.Question{Actions: actions}, decide.Options{Plain: true}).Result == decide.Yes {
				s.Levels = append(s.Levels, l.name)
			}
		}
		out = append(out, s)
	}
	return out
}

func names() []string {
	var out []string
	for _, l := range levels {
		out = append(out, l.name)
	}
	return out
}

// everywhere asks for a resource that the document does not name, of any type
// that the service's actions take. An action without resources is no sign of it.
func everywhere(d *policy.Document, service *reference.Service) bool {
	resources := []string{"arn:*:" + decide.Fresh + ":" + decide.Fresh + ":" + decide.Fresh + ":" + decide.Fresh}
	actions := []string{"*"}
	if service != nil {
		resources, actions = nil, []string{service.Prefix + ":*"}
		for _, a := range service.Actions {
			if len(a.Resources) > 0 {
				resources = append(resources, decide.AnyResource(service.Prefix+":"+a.Name)...)
			}
		}
		slices.Sort(resources)
		resources = slices.Compact(resources)
	}
	if len(resources) == 0 {
		return false
	}
	q := decide.Question{Actions: actions, Resources: resources}
	return decide.DocumentGrants(d, q, decide.Options{Plain: true}).Result == decide.Yes
}

// actionsOf lists a service's actions of one access level.
func actionsOf(s *reference.Service, level reference.AccessLevel) []string {
	var out []string
	for _, a := range s.Actions {
		if a.Level.Has(level) {
			out = append(out, strings.ToLower(s.Prefix+":"+a.Name))
		}
	}
	return out
}
