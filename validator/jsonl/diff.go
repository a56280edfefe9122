// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package jsonl

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Witness is a request that proves an answer.
type Witness struct {
	// Principal is an ARN, "anonymous", {"Service": …} or {"Federated": …}, as
	// Eval reads it.
	Principal any    `json:"principal"`
	Action    string `json:"action"`
	Resource  string `json:"resource"`
	// Context holds a text for each key, or a list where there are several.
	Context map[string]any `json:"context"`
}

// NewWitness returns the witness of an answer, or nil where it has none.
func NewWitness(a decide.Answer) *Witness {
	if a.Witness == nil {
		return nil
	}
	context := map[string]any{}
	for key, values := range a.Witness.Context {
		if context[key] = values; len(values) == 1 {
			context[key] = values[0]
		}
	}
	var who any = a.Witness.Principal
	switch a.Witness.Request.Principal.Kind {
	case policy.Service:
		who = map[string]string{"Service": a.Witness.Principal}
	case policy.FederatedLogin:
		who = map[string]string{"Federated": a.Witness.Principal}
	case policy.Canonical:
		who = map[string]string{"CanonicalUser": a.Witness.Principal}
	}
	return &Witness{Principal: who, Action: a.Witness.Action, Resource: a.Witness.Resource, Context: context}
}

type diffQuestion struct {
	ID   jsontext.Value `json:"id"`
	Old  jsontext.Value `json:"old"`
	New  jsontext.Value `json:"new"`
	Type string         `json:"type"`

	Unknown map[string]jsontext.Value `json:",embed"`
}

type diffAnswer struct {
	ID      jsontext.Value `json:"id"`
	Answer  string         `json:"answer"`
	Reason  string         `json:"reason"`
	Witness *Witness       `json:"witness"`
}

// Diff answers one line: does the new document allow any request that the old
// one does not?
func Diff(opt decide.Options) Answerer {
	return func(line []byte) (any, error) {
		var q diffQuestion
		if err := unmarshal(line, &q); err != nil {
			return nil, err
		}
		if err := checkNames("the line", q.Unknown, "id", "old", "new", "type"); err != nil {
			return nil, err
		}
		if q.Old == nil || q.New == nil {
			return nil, fmt.Errorf("the line needs both %q and %q; null stands for no document", "old", "new")
		}
		if q.Type == "" {
			q.Type = "identity"
		}
		kind, ok := Kinds[q.Type]
		if !ok {
			return nil, fmt.Errorf("unknown type %q; known are identity, boundary, session, resource, trust, scp, rcp", q.Type)
		}
		before, err := document(q.Old, kind, "old")
		if err != nil {
			return nil, err
		}
		after, err := document(q.New, kind, "new")
		if err != nil {
			return nil, err
		}
		a := decide.DocumentNewAccess(before, after, kind, opt)
		return diffAnswer{ID: id(q.ID), Answer: a.Result.String(), Reason: a.Reason, Witness: NewWitness(a)}, nil
	}
}

type evalQuestion struct {
	ID             jsontext.Value     `json:"id"`
	Identity       []jsontext.Value   `json:"identity"`
	Boundary       jsontext.Value     `json:"boundary"`
	Session        jsontext.Value     `json:"session"`
	SCP            [][]jsontext.Value `json:"scp"`
	RCP            [][]jsontext.Value `json:"rcp"`
	ResourcePolicy jsontext.Value     `json:"resourcePolicy"`
	Request        *evalRequest       `json:"request"`

	Unknown map[string]jsontext.Value `json:",embed"`
}

type evalRequest struct {
	Principal       jsontext.Value            `json:"principal"`
	Action          string                    `json:"action"`
	Resource        string                    `json:"resource"`
	ResourceAccount string                    `json:"resourceAccount"`
	Context         map[string]jsontext.Value `json:"context"`

	Unknown map[string]jsontext.Value `json:",embed"`
}

type evalAnswer struct {
	ID jsontext.Value `json:"id"`
	Decision
}

type evalStatement struct {
	Policy string `json:"policy"`
	Index  int    `json:"index"`
	Sid    string `json:"sid"`
}

// Question reads one question: documents and a request.
func Question(src []byte) (*policy.Policies, *policy.Request, error) {
	p, r, _, err := question(src)
	return p, r, err
}

func question(src []byte) (*policy.Policies, *policy.Request, jsontext.Value, error) {
	var q evalQuestion
	if err := unmarshal(src, &q); err != nil {
		return nil, nil, nil, err
	}
	if err := checkNames("the question", q.Unknown, "id", "identity", "boundary", "session", "scp", "rcp", "resourcePolicy", "request"); err != nil {
		return nil, nil, nil, err
	}
	r, err := q.request()
	if err != nil {
		return nil, nil, nil, err
	}
	p, err := q.policies(r.Action)
	return p, r, q.ID, err
}

// Decision is a decision as JSON.
type Decision struct {
	Decision   string          `json:"decision"`
	By         string          `json:"by"`
	Reason     string          `json:"reason,omitempty"`
	Statements []evalStatement `json:"statements"`
}

// NewDecision returns a decision as JSON.
func NewDecision(d policy.Decision) Decision {
	out := Decision{Decision: d.Result.String(), By: d.By, Reason: d.Reason, Statements: []evalStatement{}}
	for _, m := range d.Statements {
		out.Statements = append(out.Statements, evalStatement{Policy: m.Document.Name, Index: m.Index, Sid: m.Sid})
	}
	return out
}

// Eval answers one line: what do these documents decide about this request?
func Eval(line []byte) (any, error) {
	p, r, name, err := question(line)
	if err != nil {
		return nil, err
	}
	return evalAnswer{ID: id(name), Decision: NewDecision(policy.Evaluate(p, r))}, nil
}
