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
	kind, name, _ := strings.Cut(p[5], "/")
	switch {
	case p[2] == "iam" && p[5] == "root":
		out.Kind = Root
	case p[2] == "iam" && kind == "user" && name != "":
		out.Kind, out.Name = User, name[strings.LastIndexByte(name, '/')+1:]
	case p[2] == "iam" && kind == "role" && name != "":
		out.Kind, out.Name, out.RoleARN = Role, name[strings.LastIndexByte(name, '/')+1:], s
	case p[2] == "sts" && kind == "assumed-role" && strings.Contains(name, "/"):
		role, _, _ := strings.Cut(name, "/")
		out.Kind, out.Name = RoleSession, role
		out.RoleARN = "arn:" + p[1] + ":iam::" + p[4] + ":role/" + role
	case p[2] == "sts" && kind == "federated-user" && name != "":
		out.Kind, out.Name = FederatedUser, name
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

// ServiceLinked reports whether the principal is a service-linked role, which
// service control policies do not limit.
func (p Principal) ServiceLinked() bool {
	return p.Kind == Role && strings.Contains(p.RoleARN, ":role/aws-service-role/")
}

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

// accountEntry returns the account that an entry names as a whole: a bare
// number, or the ARN of the account's root.
func accountEntry(s string) (string, bool) {
	if isAccount(s) {
		return s, true
	}
	if strings.HasSuffix(s, ":root") {
		var p [arnSegments]string
		if cutArn(s, &p) == arnSegments && p[2] == "iam" && p[5] == "root" && isAccount(p[4]) {
			return p[4], true
		}
	}
	return "", false
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
// entry is not known until apply and may be this principal.
func (e *Principals) names(p Principal, holes []Hole) (how Naming, unknown bool) {
	if e.All {
		return Directly, false
	}
	closer := func(n Naming) {
		if n > how {
			how = n
		}
	}
	switch p.Kind {
	case Service:
		for _, t := range e.Service {
			if t.Value == "*" || strings.EqualFold(showHoles(t.Value, holes), p.ID) {
				closer(Directly)
			}
			unknown = unknown || wildHoleIn(t.Value, holes)
		}
	case FederatedLogin:
		for _, t := range e.Federated {
			if t.Value == "*" || showHoles(t.Value, holes) == p.ID {
				closer(Directly)
			}
			unknown = unknown || wildHoleIn(t.Value, holes)
		}
	case Canonical:
		for _, t := range e.CanonicalUser {
			if t.Value == p.ID {
				closer(Directly)
			}
		}
	case Anonymous:
	default:
		for _, t := range e.AWS {
			if showHoles(t.Value, holes) == p.ID && p.Kind != Root {
				if p.Kind == Role {
					closer(ByRole)
				} else {
					closer(Directly)
				}
				continue
			}
			if p.Kind == RoleSession && sameRole(t.Value, p) {
				closer(ByRole)
				continue
			}
			if a, ok := accountEntry(t.Value); ok && a == p.Account {
				closer(ByAccount)
			}
			unknown = unknown || wildHoleIn(t.Value, holes)
		}
	}
	return how, unknown
}

// sameRole reports whether an entry is the ARN of the session's role. The
// session's ARN does not hold the role's path, so only account and name count.
func sameRole(entry string, p Principal) bool {
	q, err := ParsePrincipal(entry)
	return err == nil && q.Kind == Role && q.Account == p.Account && q.Name == p.Name
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
func (e *Principals) excludes(p Principal, holes []Hole) (out, unknown bool) {
	if e.All {
		return true, false
	}
	how, unknown := e.names(p, holes)
	if how == NotNamed {
		return false, unknown
	}
	if !p.HasIdentity() {
		return true, false
	}
	account, self, role := false, p.Kind == Root, p.Kind != RoleSession
	for _, t := range e.AWS {
		a, isAcc := accountEntry(t.Value)
		account = account || isAcc && a == p.Account
		self = self || showHoles(t.Value, holes) == p.ID
		role = role || p.Kind == RoleSession && sameRole(t.Value, p)
	}
	return account && self && role, unknown
}
