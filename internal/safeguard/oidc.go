// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// issuer is an OpenID Connect issuer that many organisations share, so that
// only the claims of a token tell whose it is.
type issuer struct {
	host string
	// subject begins the sub claim, and separator ends the owner in it; empty
	// where a subject does not name its owner.
	subject, separator string
	// repositories says that what follows the owner, up to the next colon, is a
	// repository.
	repositories bool
	// chosen are forms of sub that whoever gets the token can choose.
	chosen []string
	// owner, repository and run are other claims that tell who asks, from the
	// wide to the narrow. Those of chosenRun are as narrow, and tell of whose
	// repository they are nothing: anybody can call a branch or an environment so.
	owner, repository, run, chosenRun []string
	// who names those whom a claim that is not asked for lets in.
	who string
}

// shared are the issuers. Sources: the OpenID Connect pages of GitHub
// ("OpenID Connect reference": claims, and sub claims that an owner may
// customise), GitLab ("Connect to cloud services"), HCP Terraform ("Workload
// identity tokens"), Buildkite ("OIDC in Buildkite Pipelines"); IAM user guide,
// "Available keys for AWS OIDC federation".
var shared = []issuer{
	{
		host: "token.actions.githubusercontent.com", subject: "repo:", separator: "/", repositories: true, who: "workflow of any GitHub owner",
		chosen: []string{"environment:*", "ref:*", "workflow:*", "context:*", "head_ref:*", "base_ref:*"},
		owner:  []string{"repository_owner", "repository_owner_id", "enterprise", "enterprise_id"}, repository: []string{"repository", "repository_id"},
		run:       []string{"actor", "actor_id", "job_workflow_ref", "workflow_ref"},
		chosenRun: []string{"ref", "environment", "workflow"},
	},
	{host: "gitlab.com", subject: "project_path:", separator: "/", repositories: true, who: "pipeline of any group on gitlab.com"},
	{host: "app.terraform.io", subject: "organization:", separator: ":", who: "workspace of any HCP Terraform organisation"},
	{host: "agent.buildkite.com", subject: "organization:", separator: ":", who: "pipeline of any Buildkite organisation"},
	{host: cognitoHost, who: "identity of any Cognito identity pool, of whatever account"},
	{host: "accounts.google.com", who: "Google account"},
	{host: "graph.facebook.com", who: "Facebook account"},
	{host: "www.amazon.com", who: "Amazon account"},
}

const (
	eksHost     = "oidc.eks."
	cognitoHost = "cognito-identity.amazonaws.com"
	// stsAudience is the audience that tokens for AWS usually carry: it tells
	// nobody from anybody else.
	stsAudience = "sts.amazonaws.com"
)

// opening is a question whether a web identity gets in that should not, and
// what a yes means.
type opening struct {
	question decide.Question
	// severity is zero where it depends on what the role reaches.
	severity Severity
	message  string // what may become the role
}

// webProviders lists the OpenID Connect providers that a trust lets in, as the
// principals of its requests, with their issuers' hosts where those are known.
func webProviders(side *account.Account, d *policy.Document) map[string]string {
	urls := map[string]string{}
	saml := map[string]bool{}
	for _, p := range side.Providers {
		at := "<" + p.Address + ".arn>"
		saml[at] = p.SAML
		urls[at] = hostOf(p.URL)
	}
	out := map[string]string{}
	for _, s := range d.Statements {
		if s.Effect != policy.Allow || s.Principal == nil {
			continue
		}
		for _, t := range s.Principal.Federated {
			id := d.Show(t.Value)
			if strings.Contains(id, ":saml-provider/") || saml[id] {
				continue
			}
			_, host, found := strings.Cut(id, ":oidc-provider/")
			switch {
			case found:
			case strings.HasPrefix(id, "<"):
				host = urls[id]
			default:
				host = id
			}
			if host == "" || strings.Contains(host, "<") {
				host = sharedByKeys(d, s)
			}
			out[id] = host
		}
	}
	return out
}

// hostOf is an issuer as ARNs and condition keys write it.
func hostOf(url string) string {
	return strings.TrimSuffix(strings.TrimPrefix(url, "https://"), "/")
}

// sharedByKeys finds the issuer of a provider that is not known until apply by
// the keys of the statement that names it.
func sharedByKeys(d *policy.Document, s *policy.Statement) string {
	for _, k := range s.Conditions {
		key := d.Show(k.LowerKey())
		if i := strings.LastIndexByte(key, ':'); i > 0 && isClaim(key) {
			host := key[:i]
			if strings.HasPrefix(host, eksHost) || slices.ContainsFunc(shared, func(s issuer) bool { return s.host == host }) {
				return host
			}
		}
	}
	return ""
}

// isClaim reports whether a condition key, in lower case, is a claim of a web
// identity: its prefix is an issuer, a host name or a value not known until apply.
func isClaim(key string) bool {
	i := strings.LastIndexByte(key, ':')
	return i > 0 && !strings.HasPrefix(key, "saml:") && (strings.Contains(key[:i], ".") || strings.Contains(key[:i], "<"))
}

// openings are the questions to ask of a trust about one provider, the gravest
// first; the first yes counts.
func openings(d *policy.Document, provider, host string) []opening {
	ask := func(conditions ...*policy.Condition) decide.Question {
		return decide.Question{
			Actions:    assuming[2:3],
			Principals: func(w policy.Principal) bool { return w.Kind == policy.FederatedLogin && w.ID == provider },
			Conditions: append(conditions, openInternet...),
		}
	}
	if provider == "*" {
		q := ask(foreignClaims(d)...)
		q.Principals = func(w policy.Principal) bool { return w.Kind == policy.FederatedLogin }
		return []opening{{q, critical, "Any identity of any web identity provider"}}
	}
	if strings.HasPrefix(host, eksHost) {
		sub := func(account string) *policy.Condition {
			return condition("StringLike", host+":sub", "system:serviceaccount:"+decide.Fresh+":"+account)
		}
		return []opening{
			{ask(sub(decide.Fresh)), high, "Any pod of the cluster, whatever its service account,"},
			{ask(sub("*")), medium, "A service account of that name in any namespace of the cluster"},
		}
	}
	i := slices.IndexFunc(shared, func(s issuer) bool { return s.host == host })
	if i < 0 || shared[i].subject == "" {
		o := opening{question: ask(foreignClaims(d)...), severity: high, message: "Any identity of a web identity provider"}
		if i >= 0 {
			o.severity, o.message = critical, "Any "+shared[i].who
		}
		out := []opening{o}
		if t := tenantOf(host); t != nil {
			out = append(out, opening{ask(condition("StringLike", host+":sub", t.subjects(host)...)), medium, "Any " + t.who})
		}
		if host == cognitoHost {
			out = append(out, opening{ask(condition("ForAllValues:StringEquals", cognitoHost+":amr", "unauthenticated"), condition("Null", cognitoHost+":amr", "false")), 0, "A guest of the identity pool, who has not signed in,"})
		}
		return out
	}
	is := shared[i]
	subjects := readSubjects(d, is)
	own := append(slices.Clone(is.repository), is.run...)
	out := []opening{{
		ask(append(is.fresh(append(own, is.owner...)), subjects.otherOwners(is)...)...), critical, "Any " + is.who,
	}}
	if is.repositories {
		out = append(out,
			opening{ask(append(is.fresh(own), subjects.otherRepositories(is)...)...), medium, "Any repository of an owner"},
			opening{ask(append(is.fresh(slices.Concat(is.run, is.chosenRun)), condition("StringLike", is.host+":sub", is.subject+"*:ref:refs/heads/"+decide.Fresh, is.subject+"*:ref_type:branch:ref:"+decide.Fresh))...), low, "Any branch of a repository"},
		)
	}
	return out
}

// fresh says of claims that they have values which no policy holds.
func (is issuer) fresh(claims []string) []*policy.Condition {
	var out []*policy.Condition
	for _, name := range claims {
		out = append(out, condition("StringLikeIfExists", is.host+":"+name, decide.Fresh, decide.Fresh+"/"+decide.Fresh))
	}
	return out
}

// foreignClaims says of every claim that a trust asks for that the token has a
// value of somebody else's: of tokens that anybody can get, only the audience of
// AWS is alike.
func foreignClaims(d *policy.Document) []*policy.Condition {
	var out []*policy.Condition
	seen := map[string]bool{}
	for _, s := range d.Statements {
		for _, k := range s.Conditions {
			key := k.LowerKey()
			if !isClaim(d.Show(key)) || seen[key] || key == cognitoHost+":amr" {
				continue
			}
			seen[key] = true
			values := []string{decide.Fresh}
			if strings.HasSuffix(key, ":aud") {
				values = append(values, stsAudience)
			}
			operator := "StringLikeIfExists"
			if strings.HasSuffix(key, ":aud") || strings.HasSuffix(key, ":sub") {
				operator = "StringLike" // every token has them
			}
			out = append(out, condition(operator, key, values...))
		}
	}
	return out
}

// subjects are the owners and repositories that a trust names whole.
type subjects struct {
	owners, repositories []string
	// loose says that some value is not known until apply, or is compared
	// without regard to case: names that no policy holds then stand for others.
	loose bool
}

func readSubjects(d *policy.Document, is issuer) subjects {
	var out subjects
	for _, s := range d.Statements {
		for _, k := range s.Conditions {
			if k.LowerKey() != is.host+":sub" {
				continue
			}
			out.loose = out.loose || strings.Contains(strings.ToLower(k.Operator.Name), "ignorecase")
			for _, v := range k.Values {
				out.loose = out.loose || d.Show(v.Value) != v.Value
				rest, ok := strings.CutPrefix(v.Value, is.subject)
				if !ok {
					continue
				}
				owner, _, whole := strings.Cut(rest, is.separator)
				if whole && owner != "" && !strings.ContainsAny(owner, "*?$:") {
					out.owners = append(out.owners, owner)
				}
				repository, _, whole := strings.Cut(rest, ":")
				if whole && repository != "" && !strings.ContainsAny(repository, "*?$") {
					out.repositories = append(out.repositories, repository)
				}
			}
		}
	}
	return out
}

// otherOwners says that a token is of an owner whom the trust does not name.
func (s subjects) otherOwners(is issuer) []*policy.Condition {
	key := is.host + ":sub"
	if s.loose {
		return []*policy.Condition{condition("StringLike", key, append([]string{is.subject + decide.Fresh + is.separator + "*"}, is.chosen...)...)}
	}
	out := []*policy.Condition{condition("StringLike", key, append([]string{is.subject + "*" + is.separator + "*"}, is.chosen...)...)}
	for _, o := range s.owners {
		out = append(out, condition("StringNotLike", key, is.subject+o+is.separator+"*"))
	}
	return out
}

// otherRepositories says that a token is of a repository that the trust does
// not name.
func (s subjects) otherRepositories(is issuer) []*policy.Condition {
	key := is.host + ":sub"
	if s.loose {
		return []*policy.Condition{condition("StringLike", key, is.subject+"*"+is.separator+decide.Fresh+":*")}
	}
	out := []*policy.Condition{condition("StringLike", key, is.subject+"*"+is.separator+"*:*")}
	for _, r := range s.repositories {
		out = append(out, condition("StringNotLike", key, is.subject+r+":*"))
	}
	return out
}

// openInternet says of a request that it comes from anywhere.
var openInternet = []*policy.Condition{
	condition("StringLikeIfExists", "aws:SourceVpc", "vpc-"+decide.Fresh),
	condition("StringLikeIfExists", "aws:SourceVpce", "vpce-"+decide.Fresh),
	// Documentation addresses (RFC 5737) stand for the open internet.
	condition("IpAddressIfExists", "aws:SourceIp", "203.0.113.0/24"),
}
