// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

func (p *Patterns) wild() bool { return p != nil && p.Wild }

// match reports whether the statement matches the request, and how closely its
// Principal element names the principal; see Names.
func (s *Statement) match(d *Document, req *prepared, reading Reading) (result Truth, how Naming, maybe bool) {
	result = True
	and := func(t Truth) bool {
		if t == False {
			return false
		}
		if t == Unknown {
			result = Unknown
		}
		return true
	}
	if !and(s.matchAction(req.action)) || !and(s.matchResource(req, reading)) {
		return False, NotNamed, false
	}
	if d.Kind.HasPrincipal() {
		t := True
		if how = Directly; !req.bounded || !s.DeniesBounded() {
			t, how, maybe = s.Names(req.Principal)
		}
		if !and(t) {
			return False, NotNamed, false
		}
	}
	for _, c := range s.Conditions {
		if !and(c.Evaluate(req.values(c.match.key), true, req)) {
			return False, NotNamed, false
		}
	}
	return result, how, maybe
}

func (s *Statement) matchAction(action string) Truth {
	if s.Action != nil {
		if s.Action.match(action, nil, Reading{}) {
			return True
		}
		if s.Action.Wild {
			return Unknown
		}
		return False
	}
	if s.NotAction == nil || s.NotAction.match(action, nil, Reading{}) {
		return False
	}
	if s.NotAction.Wild {
		return Unknown
	}
	return True
}

func (s *Statement) matchResource(req *prepared, reading Reading) Truth {
	if s.Resource != nil {
		if s.Resource.match(req.Resource, req, reading) {
			return True
		}
		if s.Resource.Wild {
			return Unknown
		}
		return False
	}
	if s.NotResource == nil {
		return True
	}
	if s.NotResource.match(req.Resource, req, reading) {
		return False
	}
	if s.NotResource.Wild {
		return Unknown
	}
	for _, e := range s.NotResource.List {
		for _, name := range e.Glob.Names {
			if _, ok := req.Resolve(name); !ok {
				return Unknown // AWS: the variable "matches no resource", which leaves NotResource open
			}
		}
	}
	return True
}

// DeniesBounded reports whether the statement denies every user and role with a
// permissions boundary, whoever it names.
// Source: IAM user guide, "NotPrincipal": with Deny it "will always deny any IAM
// principal that has a permissions boundary policy attached, regardless of the
// values specified in the NotPrincipal element".
func (s *Statement) DeniesBounded() bool { return s.Effect == Deny && s.NotPrincipal != nil }

// Names reports whether the statement's Principal or NotPrincipal element
// reaches the principal, and how closely. maybe is set where an entry that is
// not known until apply may name it directly.
func (s *Statement) Names(p Principal) (t Truth, how Naming, maybe bool) {
	if s.Principal != nil {
		how, unknown := s.Principal.names(p)
		switch {
		case how != NotNamed:
			return True, how, unknown
		case unknown:
			return Unknown, NotNamed, true
		}
		return False, NotNamed, false
	}
	if s.NotPrincipal == nil {
		return False, NotNamed, false
	}
	switch s.NotPrincipal.excludes(p) {
	case True:
		return False, NotNamed, false
	case Unknown:
		return Unknown, NotNamed, true
	}
	return True, Directly, false
}
