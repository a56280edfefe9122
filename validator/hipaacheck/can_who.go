// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// whoJSON is the answer to who can do an action on a resource.
type whoJSON struct {
	Can          []whoCan     `json:"can"`
	Undetermined []whoUnknown `json:"undetermined"`
	Notes        []string     `json:"notes"`
}

// whoCan is one who can: itself, or as the last of the roles that it assumes one
// after another.
type whoCan struct {
	Principal string   `json:"principal"`
	Through   []string `json:"through"`
	// Context is of an example request, whose keys have one value or several; null
	// where a document that takes part is marked sensitive.
	Context map[string][]string `json:"context"`
}

type whoUnknown struct {
	Principal string `json:"principal"`
	Reason    string `json:"reason"`
}

// whoCan lists the principals of one side of the change that can do the action on
// the resource.
func (a *app) whoCan(f *canFlags, side *account.Account) error {
	if len(f.context) > 0 {
		return errors.New("--context is of one request; say who asks with --as")
	}
	if strings.HasPrefix(strings.ToLower(f.do), "sts:") {
		return errors.New("who may become a role is asked of one principal; say which with --as")
	}
	names := namesOn(side, f.on)
	resource := names[len(names)-1]
	for _, name := range names {
		if strings.HasPrefix(name, "arn:") && !strings.Contains(name, "<") {
			resource = name // what a reader knows it by
		}
	}
	out := whoJSON{Can: []whoCan{}, Undetermined: []whoUnknown{}, Notes: []string{}}
	var on *policy.Document
	owner, sensitive, doubt := "", false, false
	var store *account.Store
	for _, name := range names {
		if s := storeNamed(side, name); s != nil {
			store = s
		}
	}
	if store != nil {
		on, owner = store.Policy(), store.Account
		for _, at := range store.Policies {
			sensitive = sensitive || at.Document.Sensitive
			if u := at.Document.Undetermined; u != nil {
				doubt = true
				out.Notes = append(out.Notes, fmt.Sprintf("%s of %s is not known: %s", at.Document.Attribute, at.Document.Address, u.Reason))
			}
		}
	} else {
		out.Notes = append(out.Notes, "the policy of "+resource+" is not at hand, and is taken to allow what the principal's own policies do")
	}
	reaches, unsure := side.Reach(f.do, names, on, owner)
	known := map[*account.Principal]bool{}
	for _, r := range reaches {
		known[r.Principal] = true
		w := whoCan{Principal: r.Principal.Requester(), Through: []string{}, Context: maps.Clone(r.Witness.Context)}
		hidden := sensitive || holdsSensitive(r.Principal)
		for _, role := range r.Chain {
			w.Through = append(w.Through, role.Requester())
			hidden = hidden || holdsSensitive(role)
		}
		if hidden {
			w.Context = nil
		} else if w.Context == nil {
			w.Context = map[string][]string{}
		}
		out.Can = append(out.Can, w)
	}
	for _, u := range unsure {
		known[u.Principal] = true
		reason := u.Answer.Reason
		if sensitive || holdsSensitive(u.Principal) {
			reason = "a document that takes part is marked sensitive"
		}
		out.Undetermined = append(out.Undetermined, whoUnknown{u.Principal.Requester(), reason})
	}
	for _, p := range side.Principals {
		if reasons := unsettled(p); p.Kind != account.Group && !known[p] && len(reasons) > 0 {
			out.Undetermined = append(out.Undetermined, whoUnknown{p.Requester(), strings.Join(reasons, "; ")})
		}
	}
	switch {
	case len(out.Can) > 0:
	case doubt || len(out.Undetermined) > 0:
		a.code = exitError
	default:
		a.code = exitBlocked
	}
	if f.format == "json" {
		return a.printJSON(out)
	}
	_, err := fmt.Fprint(a.out, whoText(&out, f.do, resource))
	return err
}

// holdsSensitive reports whether a document of the principal is marked sensitive,
// or its own name is.
func holdsSensitive(p *account.Principal) bool {
	return p.Hidden || slices.ContainsFunc(documentsOf(p), func(d *account.Document) bool { return d.Sensitive })
}

func whoText(w *whoJSON, action, resource string) string {
	var b strings.Builder
	if len(w.Can) == 0 {
		fmt.Fprintf(&b, "Nobody in the plan is known to be allowed %s on %s.\n", action, resource)
	} else {
		fmt.Fprintf(&b, "%s may do %s on %s:\n\n", counted(len(w.Can), "principal", "principals"), action, resource)
	}
	for _, c := range w.Can {
		line := "  " + c.Principal
		if len(c.Through) > 0 {
			line += ", by assuming " + strings.Join(c.Through, ", then ")
		}
		var with []string
		for _, key := range slices.Sorted(maps.Keys(c.Context)) {
			with = append(with, key+" = "+strings.Join(c.Context[key], ", "))
		}
		if len(with) > 0 {
			line += ", for example with " + strings.Join(with, "; ")
		}
		b.WriteString(line + "\n")
	}
	if len(w.Undetermined) > 0 {
		b.WriteString("\nNot known:\n\n")
	}
	for _, u := range w.Undetermined {
		fmt.Fprintf(&b, "  %s: %s\n", u.Principal, u.Reason)
	}
	for _, n := range w.Notes {
		b.WriteString(fill("Note: "+n+".") + "\n")
	}
	return b.String()
}
