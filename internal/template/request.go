// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// requestAccount is the account of roles in tests.
const requestAccount = "123456789012"

// usual is what requests carry as a rule: they come by TLS.
var usual = map[string]string{"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}

var regionRE = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]+$`)

// Decide decides a request of a session of the role by its own documents, with
// nothing else attached and no guardrail. The request is a line of words,
//
//	ACTION RESOURCE [KEY=VALUE[,VALUE]]…
//
// where the pairs are context keys. The request comes by TLS, in the Region
// that the resource's ARN names, or else in us-east-1, unless the pairs say
// otherwise. Keys have the key policy that leaves access to IAM.
func (r *Rendered) Decide(line string) (policy.Decision, error) { return r.DecideUnder(line, nil) }

// DecideUnder is [Rendered.Decide] with a permissions boundary, or nil for none.
func (r *Rendered) DecideUnder(line string, boundary *policy.Document) (policy.Decision, error) {
	words, context, err := requestWords(line)
	if err != nil {
		return policy.Decision{}, err
	}
	all := &policy.Policies{Boundary: boundary}
	for _, d := range r.Policies {
		doc, err := r.parsed(d, policy.Identity)
		if err != nil {
			return policy.Decision{}, err
		}
		all.Identity = append(all.Identity, doc)
	}
	me, err := policy.ParsePrincipal("arn:aws:sts::" + requestAccount + ":assumed-role/example/session")
	if err != nil {
		return policy.Decision{}, err
	}
	for k, v := range usual {
		preset(context, k, v)
	}
	region := "us-east-1"
	if parts := strings.SplitN(words[1], ":", 6); len(parts) == 6 && regionRE.MatchString(parts[3]) {
		region = parts[3]
	}
	preset(context, "aws:RequestedRegion", region)
	if strings.HasPrefix(strings.ToLower(words[0]), "kms:") {
		// The policy that AWS gives a new key: it leaves the matter to IAM.
		all.Resource, _ = policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*",`+
			`"Principal":{"AWS":"arn:aws:iam::`+requestAccount+`:root"}}]}`), policy.Resource)
	}
	return policy.Evaluate(all, &policy.Request{
		Principal: me, Action: words[0], Resource: words[1], ResourceAccount: requestAccount, Context: context,
	}), nil
}

// DecideTrust decides whether somebody may become the role, in words as for
// [Rendered.Decide] with the principal in place of the resource: an ARN, the
// name of a service, or the ARN or name of an identity provider. What the
// principal's own policies say is taken to allow it.
func (r *Rendered) DecideTrust(line string) (policy.Decision, error) {
	words, context, err := requestWords(line)
	if err != nil {
		return policy.Decision{}, err
	}
	if r.Trust == nil {
		return policy.Decision{}, fmt.Errorf("the template %s makes a %s, which nobody assumes", r.Template.Name, r.Template.Kind)
	}
	doc, err := r.parsed(r.Trust, policy.Trust)
	if err != nil {
		return policy.Decision{}, err
	}
	who, err := trustPrincipal(words[0], words[1])
	if err != nil {
		return policy.Decision{}, err
	}
	own, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`), policy.Identity)
	return policy.Evaluate(&policy.Policies{Identity: []*policy.Document{own}, Resource: doc}, &policy.Request{
		Principal: who, Action: words[0], Resource: "arn:aws:iam::" + requestAccount + ":role/example", ResourceAccount: requestAccount, Context: context,
	}), nil
}

func trustPrincipal(action, name string) (policy.Principal, error) {
	federated := strings.EqualFold(action, "sts:AssumeRoleWithSAML") || strings.EqualFold(action, "sts:AssumeRoleWithWebIdentity")
	switch {
	case federated || strings.Contains(name, ":saml-provider/") || strings.Contains(name, ":oidc-provider/"):
		return policy.FederatedPrincipal(name), nil
	case strings.HasSuffix(name, ".amazonaws.com") || strings.HasSuffix(name, ".amazonaws.com.cn"):
		return policy.ServicePrincipal(name), nil
	}
	p, err := policy.ParsePrincipal(name)
	if err != nil {
		return policy.Principal{}, fmt.Errorf("%q is no principal: %w", name, err)
	}
	return p, nil
}

func (r *Rendered) parsed(d *Document, kind policy.Kind) (*policy.Document, error) {
	text, ok := d.JSON()
	if !ok || !d.Known() {
		return nil, fmt.Errorf("the document %s is not known in full", d.Name)
	}
	doc, problems := policy.Parse([]byte(text), kind)
	if doc == nil || len(problems) > 0 {
		return nil, fmt.Errorf("AWS would refuse the document %s: %v", d.Name, problems)
	}
	return doc, nil
}

func requestWords(line string) (words []string, context map[string][]string, err error) {
	words = strings.Fields(line)
	if len(words) < 2 || !strings.Contains(words[0], ":") {
		return nil, nil, fmt.Errorf("%q is no request: write ACTION RESOURCE KEY=VALUE…, as in \"s3:GetObject arn:aws:s3:::bucket/key aws:PrincipalTag/Unit=ward\"", line)
	}
	context = map[string][]string{}
	for _, w := range words[2:] {
		key, value, ok := strings.Cut(w, "=")
		if !ok || key == "" {
			return nil, nil, fmt.Errorf("%q is no context key with a value: write KEY=VALUE or KEY=VALUE,VALUE", w)
		}
		context[key] = strings.Split(value, ",")
	}
	return words[:2], context, nil
}

// preset gives a key its usual value unless it has another.
func preset(context map[string][]string, key, value string) {
	for k := range context {
		if strings.EqualFold(k, key) {
			return
		}
	}
	context[key] = []string{value}
}
