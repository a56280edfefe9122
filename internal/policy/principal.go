// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strings"
)

// PrincipalKind says what makes a request.
type PrincipalKind uint8

// The kinds of principals.
const (
	Anonymous PrincipalKind = iota
	Root
	User
	Role           // a role by its ARN: any of its sessions
	RoleSession    // one assumed-role session
	FederatedUser  // a session of sts:GetFederationToken
	Service        // an AWS service
	FederatedLogin // a SAML or OpenID Connect identity before it has a session
	Canonical      // an S3 canonical user
)

// Principal is who makes a request.
type Principal struct {
	Kind PrincipalKind
	// ID is the ARN, the service name, or the identity provider.
	ID string
	// Partition and Account are those of the ARN.
	Partition, Account string
	// Name is the user's name without its path, or the role's name.
	Name string
	// RoleARN is, for a role session, the role's ARN (without a path, which
	// the session's ARN does not tell).
	RoleARN string
}

// ServicePrincipal returns the principal of an AWS service.
func ServicePrincipal(name string) Principal { return Principal{Kind: Service, ID: name} }

// FederatedPrincipal returns the principal of a sign-in through this provider.
func FederatedPrincipal(provider string) Principal {
	return Principal{Kind: FederatedLogin, ID: provider, Account: arnAccount(provider)}
}

// ParsePrincipal reads the ARN of a root, user, role, assumed-role session or
// federated user, a bare account number (its root), or "anonymous".
func ParsePrincipal(s string) (Principal, error) {
	if s == "anonymous" || s == "*" {
		return Principal{ID: "anonymous"}, nil
	}
	if isAccount(s) {
		return Principal{Kind: Root, ID: "arn:aws:iam::" + s + ":root", Partition: "aws", Account: s}, nil
	}
	var p [arnSegments]string
	if n := cutArn(s, &p); n != arnSegments || p[0] != "arn" || p[1] == "" {
		return Principal{}, fmt.Errorf("principal %q is no ARN, account number or \"anonymous\"", s)
	}
	out := Principal{ID: s, Partition: p[1], Account: p[4]}
	kind, path, _ := strings.Cut(p[5], "/")
	name := path[strings.LastIndexByte(path, '/')+1:]
	role, session, _ := strings.Cut(path, "/")
	switch {
	case p[2] == "iam" && p[5] == "root":
		out.Kind = Root
	case p[2] == "iam" && kind == "user" && name != "":
		out.Kind, out.Name = User, name
	case p[2] == "iam" && kind == "role" && name != "":
		out.Kind, out.Name, out.RoleARN = Role, name, s
	case p[2] == "sts" && kind == "assumed-role" && role != "" && session != "":
		out.Kind, out.Name = RoleSession, role
		out.RoleARN = "arn:" + p[1] + ":iam::" + p[4] + ":role/" + role
	case p[2] == "sts" && kind == "federated-user" && path != "":
		out.Kind, out.Name = FederatedUser, path
	default:
		return Principal{}, fmt.Errorf("principal %q is no root, user, role, assumed-role session or federated user", s)
	}
	return out, nil
}

// ARN returns what aws:PrincipalArn holds for the principal, or "" where the
// request does not have the key. Source: IAM user guide, global condition keys:
// for a session of a role it is the role's ARN.
func (p Principal) ARN() string {
	switch p.Kind {
	case Root, User, Role, FederatedUser:
		return p.ID
	case RoleSession:
		return p.RoleARN
	}
	return ""
}

// HasIdentity reports whether identity policies bear on the principal.
func (p Principal) HasIdentity() bool { return p.Kind >= Root && p.Kind <= FederatedUser }

// HasBoundary reports whether a permissions boundary can limit the principal: an
// account's root has none.
func (p Principal) HasBoundary() bool { return p.HasIdentity() && p.Kind != Root }

// ServiceLinked reports whether the principal is a service-linked role, which
// neither service nor resource control policies limit.
// Source: Organizations user guide, "Tasks and entities not restricted by SCPs",
// "Resources and entities not restricted by RCPs".
func (p Principal) ServiceLinked() bool {
	return strings.Contains(p.RoleARN, serviceLinkedPath) // a session's role has no path
}

// What tells a service-linked role: its path, which AWS keeps for them. Their names
// begin alike, but so may the name of any other role.
const (
	serviceLinkedPath = ":role/aws-service-role/"
	serviceLinkedName = "AWSServiceRoleFor"
)

// serviceLinked reports whether who asks is a service-linked role. A session's ARN does
// not hold the role's path; aws:PrincipalArn in the context does.
func (p *prepared) serviceLinked() Truth {
	if p.Principal.Kind != RoleSession {
		return truth(p.Principal.ServiceLinked())
	}
	if arn := p.context["aws:principalarn"]; len(arn) == 1 {
		return truth(strings.Contains(arn[0], serviceLinkedPath))
	}
	if strings.HasPrefix(p.Principal.Name, serviceLinkedName) {
		return Unknown
	}
	return False
}

// CannotAssume reports whether AWS refuses sts:AssumeRole to the principal
// whatever any policy says: an account's root.
// Source: STS API reference, AssumeRole: "You cannot call AssumeRole by using
// AWS account root user credentials; access is denied".
func (p Principal) CannotAssume() bool { return p.Kind == Root }

func isAccount(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// arnAccount returns the account segment of an ARN, or "".
func arnAccount(s string) string {
	var p [arnSegments]string
	if cutArn(s, &p) == arnSegments && p[0] == "arn" {
		return p[4]
	}
	return ""
}

// accountEntry returns the account that an entry names as a whole, or "": a bare
// number, or the ARN of the account's root. An account that is not known until
// apply stands as <reference>.
func accountEntry(s string) string {
	if isAccount(s) {
		return s
	}
	if strings.HasSuffix(s, ":root") {
		var p [arnSegments]string
		if cutArn(s, &p) == arnSegments && p[0] == "arn" && p[2] == "iam" && p[5] == "root" && (isAccount(p[4]) || isReference(p[4])) {
			return p[4]
		}
	}
	return ""
}

// isReference reports whether a text is one value that is not known until
// apply, as Document.Show writes it.
func isReference(s string) bool {
	return len(s) > 2 && s[0] == '<' && strings.IndexByte(s, '>') == len(s)-1
}

// entry is one entry of a Principal element, made ready to compare.
type entry struct {
	text    string    // with values that are not known until apply as <reference>
	account string    // that it names as a whole, or ""
	who     Principal // that it names, if it is an ARN of one
	wild    bool      // it may turn out to be anything
}

// index makes the entries ready to compare.
func (e *Principals) index(holes []Hole) {
	for _, list := range []struct {
		from []Text
		to   *[]entry
	}{{e.AWS, &e.aws}, {e.Service, &e.service}, {e.Federated, &e.federated}, {e.CanonicalUser, &e.canonical}} {
		for _, t := range list.from {
			n := entry{text: showHoles(t.Value, holes), wild: wildHoleIn(t.Value, holes)}
			n.account = accountEntry(n.text)
			n.who, _ = ParsePrincipal(n.text)
			*list.to = append(*list.to, n)
		}
	}
}

// Naming says how closely an element names a principal; a later one is closer.
type Naming uint8

// The ways in which a Principal element reaches a principal.
const (
	NotNamed Naming = iota
	ByAccount
	ByRole
	Directly // its own ARN, its session's ARN, its service or provider, or "*"
)

// names reports how the element reaches the principal. unknown is set where an
// entry is not known until apply and may be this principal, or name it closer.
func (e *Principals) names(p Principal) (how Naming, unknown bool) {
	if e.All {
		return Directly, false
	}
	var list []entry
	switch p.Kind {
	case Service:
		list = e.service
	case FederatedLogin:
		list = e.federated
	case Canonical:
		list = e.canonical
	case Anonymous:
	default:
		list = e.aws
	}
	for i := range list {
		how = max(how, list[i].names(p))
		unknown = unknown || list[i].wild
	}
	return how, unknown && how < Directly
}

// names reports how one entry, of the list that is for the principal's kind,
// reaches it.
func (n *entry) names(p Principal) Naming {
	switch p.Kind {
	case Service:
		if n.text == "*" || strings.EqualFold(n.text, p.ID) {
			return Directly
		}
		return NotNamed
	case FederatedLogin:
		if n.text == "*" || n.text == p.ID {
			return Directly
		}
		return NotNamed
	case Role:
		if n.text == p.ID {
			return ByRole
		}
	case RoleSession:
		if n.isRoleOf(p) {
			return ByRole
		}
	}
	switch {
	case n.text == p.ID && p.Kind != Root:
		return Directly
	case n.account != "" && n.account == p.Account:
		return ByAccount
	}
	return NotNamed
}

// isRoleOf reports whether an entry is the ARN of the session's role. The
// session's ARN does not hold the role's path, so only account and name count.
func (n *entry) isRoleOf(session Principal) bool {
	return n.who.Kind == Role && n.who.Account == session.Account && n.who.Name == session.Name
}

func wildHoleIn(v string, holes []Hole) bool {
	if len(holes) == 0 {
		return false
	}
	for _, r := range v {
		if r >= holeBase && int(r-holeBase) < len(holes) && holes[r-holeBase].Wild {
			return true
		}
	}
	return false
}

// excludes reports whether a NotPrincipal element leaves the principal out:
// every identity of the request has to be listed, the session, its role and
// the account. Source: IAM user guide, "NotPrincipal with Deny".
func (e *Principals) excludes(p Principal) Truth {
	if e.All {
		return True
	}
	how, unknown := e.names(p)
	if how != NotNamed && !p.HasIdentity() {
		return True
	}
	account, self, role := false, p.Kind == Root, p.Kind != RoleSession
	for i := range e.aws {
		n := &e.aws[i]
		account = account || n.account != "" && n.account == p.Account
		self = self || n.text == p.ID
		role = role || n.isRoleOf(p)
		unknown = unknown || n.wild
	}
	switch {
	case account && self && role:
		return True
	case unknown:
		return Unknown
	}
	return False
}
