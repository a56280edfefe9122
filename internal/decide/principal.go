// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// exampleAccount stands for "any" in witnesses; AWS reserves none.
const exampleAccount = "123456789012"

// freshAccount returns an account that is not one of these.
func freshAccount(known []string) string {
	for n := int64(999_999_999_999); ; n-- {
		if a := strconv.FormatInt(n, 10); !slices.Contains(known, a) {
			return a
		}
	}
}

// candidate is one kind of principal that documents can tell apart: one very
// principal, or whoever has an ARN of a form.
type candidate struct {
	principal policy.Principal
	// arns are the forms of aws:PrincipalArn. Nil says that this very principal asks.
	arns *glob.Set
	// anywhere says that the account is open too. Other candidates stand for the
	// accounts in except.
	anywhere bool
	except   []string
	// anyone says that it may be a principal of any of these kinds; bound that its
	// account is told apart by more than conditions.
	anyone, bound bool
	kinds         []policy.PrincipalKind
	// resourceAccount owns the resources, where that is known.
	resourceAccount string
	// unowned says that the request does not tell who owns the resource.
	unowned bool
	// assumed is what is taken for granted of keys that variables stand for.
	assumed map[string]assumption
}

func (c *candidate) fixed() bool { return c.arns == nil }

// very returns the candidate that is one principal. The ARN of a session does not
// hold the path of its role, which is in aws:PrincipalArn: that stays open.
func very(p policy.Principal) *candidate {
	out := &candidate{principal: p}
	if p.Kind == policy.RoleSession {
		role := "arn:" + p.Partition + ":iam::" + p.Account + ":role/"
		out.arns = glob.NewSet(glob.Literal(role+p.Name, false), glob.Parse(role+"*/"+p.Name, false))
	}
	return out
}

// Who asks where documents name nobody: somebody with identity policies, and
// whoever a session or control policy bears on.
var (
	anyRole = boundAccount(anyPrincipal(policy.Role, policy.User))
	anyone  = anyPrincipal(policy.Role, policy.User, policy.Root, policy.FederatedUser)
)

// boundAccount says that resource policies may name the candidate's account.
func boundAccount(c *candidate) *candidate {
	c.bound = true
	return c
}

// anyPrincipal is somebody of these kinds of whom documents know nothing.
func anyPrincipal(kinds ...policy.PrincipalKind) *candidate {
	p, _ := policy.ParsePrincipal("arn:aws:iam::" + exampleAccount + ":role/example")
	return &candidate{principal: p, arns: arnsOf(anyAccount, kinds...), anywhere: true, anyone: true, kinds: kinds}
}

// anywhere holds the ARNs of any account's principals of one kind, which every
// question about a trust or resource policy needs.
var anywhere = map[policy.PrincipalKind]*glob.Set{
	policy.Role:          arnsOf(anyAccount, policy.Role),
	policy.User:          arnsOf(anyAccount, policy.User),
	policy.Root:          arnsOf(anyAccount, policy.Root),
	policy.FederatedUser: arnsOf(anyAccount, policy.FederatedUser),
}

// arnsOf returns the ARNs of an account's principals of these kinds.
func arnsOf(account string, kinds ...policy.PrincipalKind) *glob.Set {
	var globs []*glob.Glob
	for _, k := range kinds {
		pattern := map[policy.PrincipalKind]string{
			policy.Role:          ":iam::" + account + ":role/*",
			policy.User:          ":iam::" + account + ":user/*",
			policy.Root:          ":iam::" + account + ":root",
			policy.FederatedUser: ":sts::" + account + ":federated-user/*",
		}[k]
		globs = append(globs, arnGlob("arn:*"+pattern))
	}
	return glob.NewSet(globs...)
}

// arnGlob is a pattern whose wildcards keep to their segment of the ARN.
func arnGlob(pattern string) *glob.Glob {
	c, _ := policy.NewCondition("ArnLike", "aws:PrincipalArn", pattern)
	return c.Set().Globs[0]
}

// nameless are ARNs that nobody has, though the forms of arnsOf match them: a
// shortest text for role/* would be one of them.
var nameless = []*glob.Glob{arnGlob("arn:*:*:*:*:role/"), arnGlob("arn:*:*:*:*:user/"), arnGlob("arn:*:*:*:*:federated-user/")}

// anyAccount is the pattern of an account number.
const anyAccount = "????????????"

var accountNumber = regexp.MustCompile(`\b\d{12}\b`)

// openPrincipals lists the principals that trust and resource policies can
// tell apart: each one that is named, any role, user and federated user and the
// root of each account that is named and of those that are not, any service,
// provider, and nobody at all.
func openPrincipals(docs []*policy.Document, q Question) []*candidate {
	var out []*candidate
	seen := map[string]bool{}
	add := func(c *candidate) {
		id := c.principal.ID // of those who stand for others it is nobody's else
		if !seen[id] && (q.Principals == nil || q.Principals(c.principal)) {
			seen[id] = true
			out = append(out, c)
		}
	}
	fixed := func(p policy.Principal) { add(very(p)) }
	accounts := []string{}
	account := func(a string) {
		if !slices.Contains(accounts, a) {
			accounts = append(accounts, a)
		}
	}
	for _, a := range q.Accounts {
		account(a)
	}
	name := unnamed(docs)
	for _, d := range docs {
		for _, s := range d.Statements {
			for _, e := range []*policy.Principals{s.Principal, s.NotPrincipal} {
				if e != nil {
					namedIn(e, d, name, fixed, account)
				}
			}
			for _, k := range s.Conditions {
				if key := k.LowerKey(); key == "aws:principalaccount" || key == "aws:principalarn" {
					for _, v := range k.Values {
						for _, a := range accountNumber.FindAllString(v.Value, -1) {
							account(a)
						}
					}
				}
			}
		}
	}
	for _, a := range accounts {
		for _, p := range principalsOf(a, name) {
			add(&candidate{principal: p, arns: arnsOf(a, p.Kind)})
		}
	}
	for _, p := range principalsOf(freshAccount(accounts), name) {
		add(&candidate{principal: p, arns: anywhere[p.Kind], anywhere: true, except: accounts})
	}
	fixed(policy.ServicePrincipal(name + ".amazonaws.com"))
	fixed(policy.FederatedPrincipal("arn:aws:iam::" + exampleAccount + ":saml-provider/" + name))
	anonymous, _ := policy.ParsePrincipal("anonymous")
	fixed(anonymous)
	return out
}

// unnamed returns a name for the principals that stand for all whom no document
// names: one that is no name in any of them, or they would stand for that one.
func unnamed(docs []*policy.Document) string {
	used := map[string]bool{}
	use := func(d *policy.Document, list []policy.Text) {
		for _, t := range list {
			v := strings.ToLower(d.Show(t.Value))
			used[strings.TrimSuffix(v[strings.LastIndexByte(v, '/')+1:], ".amazonaws.com")] = true
		}
	}
	for _, d := range docs {
		for _, s := range d.Statements {
			for _, e := range []*policy.Principals{s.Principal, s.NotPrincipal} {
				if e != nil {
					use(d, e.AWS)
					use(d, e.Service)
					use(d, e.Federated)
				}
			}
		}
	}
	name := "example"
	for i := 2; used[name]; i++ {
		name = "example-" + strconv.Itoa(i)
	}
	return name
}

// principalsOf lists an account's principals of this name, one of each kind.
func principalsOf(account, name string) []policy.Principal {
	var out []policy.Principal
	for _, arn := range []string{":iam::" + account + ":role/" + name, ":iam::" + account + ":user/" + name, ":iam::" + account + ":root", ":sts::" + account + ":federated-user/" + name} {
		if p, err := policy.ParsePrincipal("arn:aws" + arn); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// limitPrincipals lists the principals that resource control policies, which
// name nobody, can tell apart.
func limitPrincipals() []*candidate {
	anonymous, _ := policy.ParsePrincipal("anonymous")
	return []*candidate{
		anyone,
		{principal: policy.ServicePrincipal("example.amazonaws.com")},
		{principal: policy.FederatedPrincipal("arn:aws:iam::" + exampleAccount + ":saml-provider/Example")},
		{principal: anonymous},
	}
}

// namedIn adds the principals and accounts that an element names; name is one
// that no document has.
func namedIn(e *policy.Principals, d *policy.Document, name string, add func(policy.Principal), account func(string)) {
	for _, t := range e.AWS {
		v := d.Show(t.Value)
		p, err := policy.ParsePrincipal(v)
		switch {
		case p.Kind == policy.Root:
			account(p.Account)
		case p.ID == "anonymous":
		case err == nil:
			add(p)
			account(p.Account)
			if p.Kind == policy.Role { // NotPrincipal tells a role from its sessions
				session, _ := policy.ParsePrincipal("arn:" + p.Partition + ":sts::" + p.Account + ":assumed-role/" + p.Name + "/" + name)
				add(session)
			}
		case strings.Contains(v, "<"):
			// One principal of this plan, by the reference that will give its ARN.
			add(policy.Principal{Kind: policy.Role, ID: v, RoleARN: v})
		}
	}
	for _, t := range e.Service {
		if t.Value != "*" { // which is anyone's, the unnamed one's too
			add(policy.ServicePrincipal(d.Show(t.Value)))
		}
	}
	for _, t := range e.Federated {
		if t.Value != "*" {
			add(policy.FederatedPrincipal(d.Show(t.Value)))
		}
	}
	for _, t := range e.CanonicalUser {
		add(policy.Principal{Kind: policy.Canonical, ID: t.Value})
	}
}

// value returns what a key holds because of who asks: its values, whether they
// are fixed, and whether the key is sure to be there.
func (c *candidate) value(key string) (values []string, fixed, present bool) {
	if a, ok := c.assumed[key]; ok {
		return a.value()
	}
	p := c.principal
	switch key {
	case "aws:principalarn":
		if p.ARN() == "" {
			return nil, true, false
		}
		return []string{p.ARN()}, c.fixed(), true
	case "aws:principalaccount":
		if p.Kind == policy.Anonymous {
			return []string{policy.AnonymousAccount}, true, true
		}
		if p.Account == "" || p.Kind == policy.FederatedLogin {
			return nil, !strings.HasPrefix(p.ID, "<"), false
		}
		return []string{p.Account}, !c.anywhere, true
	case "aws:resourceaccount":
		switch {
		case c.unowned:
			return nil, true, false
		case c.resourceAccount != "":
			return []string{c.resourceAccount}, true, true
		}
		return nil, false, true
	case "aws:username":
		switch {
		case c.anyone:
			return nil, false, false
		case p.Kind != policy.User:
			return nil, true, false
		case c.fixed():
			return []string{p.Name}, true, true
		}
		return nil, false, true
	}
	return nil, false, false
}
