// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package jsonl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// policies reads the documents of a question.
func (q *evalQuestion) policies(action string) (*policy.Policies, error) {
	var p policy.Policies
	var err error
	if p.Identity, err = documents(q.Identity, policy.Identity, "identity"); err != nil {
		return nil, err
	}
	if p.Boundary, err = document(q.Boundary, policy.Boundary, "boundary"); err != nil {
		return nil, err
	}
	if p.Session, err = document(q.Session, policy.Session, "session"); err != nil {
		return nil, err
	}
	kind := policy.Resource
	if strings.HasPrefix(strings.ToLower(action), "sts:") {
		kind = policy.Trust
	}
	if p.Resource, err = document(q.ResourcePolicy, kind, "resourcePolicy"); err != nil {
		return nil, err
	}
	if p.SCP, err = levels(q.SCP, policy.SCP, "scp"); err != nil {
		return nil, err
	}
	p.RCP, err = levels(q.RCP, policy.RCP, "rcp")
	return &p, err
}

func levels(raw [][]jsontext.Value, kind policy.Kind, name string) ([][]*policy.Document, error) {
	var out [][]*policy.Document
	for i, level := range raw {
		docs, err := documents(level, kind, fmt.Sprintf("%s[%d]", name, i))
		if err != nil {
			return nil, err
		}
		out = append(out, docs)
	}
	return out, nil
}

// request reads the request of a question.
func (q *evalQuestion) request() (*policy.Request, error) {
	if q.Request == nil {
		return nil, errors.New("the line has no request")
	}
	if err := checkNames("request", q.Request.Unknown, "principal", "action", "resource", "resourceAccount", "context"); err != nil {
		return nil, err
	}
	r := &policy.Request{Action: q.Request.Action, Resource: q.Request.Resource, ResourceAccount: q.Request.ResourceAccount, Context: map[string][]string{}}
	if service, name, ok := strings.Cut(r.Action, ":"); !ok || service == "" || name == "" || strings.ContainsAny(name, ":*?") {
		return nil, fmt.Errorf("request.action %q is not one action, service:Action", r.Action)
	}
	if r.Resource == "" {
		return nil, errors.New("request.resource is missing; actions without a resource have \"*\"")
	}
	var err error
	if r.Principal, err = principal(q.Request.Principal); err != nil {
		return nil, err
	}
	seen := map[string]string{}
	for key, raw := range q.Request.Context {
		if other, twice := seen[strings.ToLower(key)]; twice {
			return nil, fmt.Errorf("request.context has both %q and %q; keys are compared without regard to case", other, key)
		}
		seen[strings.ToLower(key)] = key
		if r.Context[key], err = stringList(raw); err != nil {
			return nil, fmt.Errorf("request.context[%q]: %w", key, err)
		}
	}
	return r, nil
}

// principal reads an ARN, an account number, "anonymous", {"Service": …} or
// {"Federated": …}.
func principal(raw jsontext.Value) (policy.Principal, error) {
	switch raw.Kind() {
	case '"':
		var s string
		if err := unmarshal(raw, &s); err != nil {
			return policy.Principal{}, err
		}
		return policy.ParsePrincipal(s)
	case '{':
		var kinds struct{ AWS, Service, Federated, CanonicalUser string }
		if err := unmarshal(raw, &kinds); err != nil {
			return policy.Principal{}, fmt.Errorf("request.principal: %w", err)
		}
		switch {
		case kinds.Service != "":
			return policy.ServicePrincipal(kinds.Service), nil
		case kinds.Federated != "":
			return policy.FederatedPrincipal(kinds.Federated), nil
		case kinds.CanonicalUser != "":
			return policy.Principal{Kind: policy.Canonical, ID: kinds.CanonicalUser}, nil
		case kinds.AWS != "":
			return policy.ParsePrincipal(kinds.AWS)
		}
	}
	return policy.Principal{}, errors.New("request.principal is an ARN, \"anonymous\", {\"Service\": …} or {\"Federated\": …}")
}
