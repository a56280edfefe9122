// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import "fmt"

// settle makes a decision of one layer.
func (l *layer) settle(allow Truth) Decision {
	switch {
	case l.deny == True:
		return Decision{By: "explicit-deny:" + l.name, Statements: l.denies}
	case allow == False:
		return Decision{By: "implicit-deny:" + l.name}
	case allow == Unknown || l.deny == Unknown:
		return Decision{Result: Undetermined, Reason: l.reason, Statements: l.statements(Unknown)}
	}
	return Decision{Result: Allowed, By: l.name, Statements: l.statements(True)}
}

// layer is what the documents of one layer say about a request.
type layer struct {
	name        string
	allow, deny Truth
	// by is the same as allow, apart for each naming of the principal.
	by             [Directly + 1]Truth
	allows, denies []Match // that match for sure
	maybes         []Match // that may match
	reason         string
}

// statements lists what speaks for an allow: for one that is sure, only the
// statements that match for sure.
func (l *layer) statements(t Truth) []Match {
	if t == True {
		return l.allows
	}
	return append(l.allows[:len(l.allows):len(l.allows)], l.maybes...)
}

// add judges a document's statements.
func (l *layer) add(d *Document, req *prepared, reading Reading) {
	if d == nil {
		return
	}
	for _, s := range d.Statements {
		t, naming, maybe := s.match(d, req, reading)
		if t == False {
			continue
		}
		if (t == Unknown || maybe) && l.reason == "" {
			l.reason = s.unknownReason(d, maybe, req)
		}
		m := Match{Document: d, Index: s.Index, Sid: s.Sid}
		if s.Effect == Deny {
			l.deny = either(l.deny, t)
			if t == True {
				l.denies = append(l.denies, m)
			} else {
				l.maybes = append(l.maybes, m)
			}
			continue
		}
		if t == True {
			l.allows = append(l.allows, m)
		} else {
			l.maybes = append(l.maybes, m)
		}
		l.allow = either(l.allow, t)
		l.by[naming] = either(l.by[naming], t)
		if maybe {
			l.by[Directly] = either(l.by[Directly], Unknown)
		}
	}
}

// unknownReason says why a statement could not be judged.
func (s *Statement) unknownReason(d *Document, principal bool, req *prepared) string {
	why := "a variable in NotResource has no value"
	switch {
	case principal:
		why = "a principal is not known until apply and may be anyone"
	case s.Action.wild() || s.NotAction.wild() || s.Resource.wild() || s.NotResource.wild():
		why = "a value is not known until apply and may be anything"
	}
	for _, c := range s.Conditions {
		if c.Evaluate(req.values(c.match.key), true, req) == Unknown {
			why = c.unknownReason()
			break
		}
	}
	return fmt.Sprintf("statement %s of %s: %s", s.label(), d.label(), why)
}

func (s *Statement) label() string {
	if s.Sid != "" {
		return fmt.Sprintf("%d (%s)", s.Index, s.Sid)
	}
	return fmt.Sprint(s.Index)
}

func (d *Document) label() string {
	if d.Name != "" {
		return d.Name
	}
	return "the " + d.Kind.String() + " policy"
}

// addSCP judges the service control policies: every level has to allow.
func (p *Policies) addSCP(scp *layer, req *prepared, reading Reading) Truth {
	if !req.Principal.HasIdentity() || req.linked {
		return True
	}
	all := True
	for _, level := range p.SCP {
		at := layer{}
		for _, d := range level {
			at.add(d, req, reading)
		}
		all = both(all, at.allow)
		scp.denies = append(scp.denies, at.denies...)
		scp.deny = either(scp.deny, at.deny)
		if scp.reason == "" {
			scp.reason = at.reason
		}
	}
	return all
}
