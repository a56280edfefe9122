// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestRoleStatements rebuilds the documents of this project's own roles from
// their statements. In what is wanted, <name> is a hole with one fixed text and
// <name?> one that may be anything.
func TestRoleStatements(t *testing.T) {
	const (
		config  = `{"resources":[{"mode":"managed","type":"hipaa_break_glass_role","name":"r","expressions":{"trust":{"saml":[{"provider_arn":{"references":["aws_iam_saml_provider.w.arn","aws_iam_saml_provider.w"]}},{"provider_arn":{"references":["module.idp.arn"]}}]}}}]}`
		sign    = `{"effect":"Allow","actions":["sts:AssumeRoleWithSAML"],"principals":[{"type":"Federated","identifiers":[null]}]}`
		signOpn = `{"principals":[{"identifiers":[true]}]}`
	)
	saml := res("aws_iam_saml_provider.w", "", `"name":"w"`, `"arn":true`)
	for name, c := range map[string]struct{ after, unknown, want string }{
		"a text that is known is taken as it is": {
			`"policies":[{"name":"p","json":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}]}","statements":[{"effect":"Allow","actions":["a:b"]}]}]`, ``,
			`policies[0].json: as it is`,
		},
		"an Allow is read no narrower, a Deny no wider": {
			`"policies":[{"name":"p","statements":[{"sid":"A","effect":"Allow","actions":["s3:GetObject"],"resources":[null,"arn:aws:s3:::x"]},{"effect":"Deny","not_actions":["iam:*"],"resources":[null]},{"effect":"Deny","actions":["a:b"],"not_resources":[null]}]}]`,
			`"policies":[{"json":true,"statements":[{"resources":[true]},{"resources":[true]},{"not_resources":[true]}]}]`,
			`policies[0].json: {"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["<R.policies[0].statements[0].resources[0]>*","arn:aws:s3:::x"],"Sid":"A"},` +
				`{"Effect":"Deny","NotAction":["iam:*"],"Resource":["<R.policies[0].statements[1].resources[0]>"]},` +
				`{"Action":["a:b"],"Effect":"Deny","NotResource":["<R.policies[0].statements[2].not_resources[0]>*"]}],"Version":"2012-10-17"}`,
		},
		"an argument that takes wildcards may be anything where that allows more": {
			`"phi_keys":[null],"policies":[{"name":"p","statements":[{"effect":"Allow","actions":["a:b"],"resources":[null]},{"effect":"Deny","actions":["a:b"],"resources":[null]}]}]`,
			`"phi_keys":[true],"policies":[{"json":true,"statements":[{"resources":[true]},{"resources":[true]}]}]`,
			`policies[0].json: {"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["<R.policies[0].statements[0].resources[0]?>"]},{"Action":["a:b"],"Effect":"Deny","Resource":["<R.policies[0].statements[1].resources[0]>"]}],"Version":"2012-10-17"}`,
		},
		"a template that the catalogue does not have": {
			`"policies":[{"name":"p","statements":[{"effect":"Allow","actions":["a:b"],"resources":[null]}]}]`, `"policies":[{"json":true,"statements":[{"resources":[true]}]}]`,
			`policies[0].json: {"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["<R.policies[0].statements[0].resources[0]?>"]}],"Version":"2012-10-17"}`,
		},
		"a list of unknown length may be anything": {
			`"policies":[{"name":"p","statements":[{"effect":"Allow","actions":["s3:GetObject"]}]}]`, `"policies":[{"json":true,"statements":[{"resources":true}]}]`,
			`policies[0].json: {"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["<R.policies[0].statements[0].resources?>"]}],"Version":"2012-10-17"}`,
		},
		"conditions": {
			`"policies":[{"name":"p","statements":[{"effect":"Allow","actions":["a:b"],"resources":["*"],"conditions":[{"test":"StringEquals","variable":null,"values":["v"]},{"test":"StringLike","variable":"k","values":[null]},{"test":"ArnNotLike","variable":"k","values":[null]},{"test":"NumericLessThan","variable":"n","values":[null]},{"test":"Bool","variable":"b"}]},
			{"effect":"Deny","actions":["a:b"],"resources":["*"],"conditions":[{"test":"StringNotEquals","variable":"k","values":[null]},{"test":"StringNotLike","variable":"k","values":[null]},{"test":"StringLike","variable":"k","values":[null]}]}]}]`,
			`"policies":[{"json":true,"statements":[{"conditions":[{"variable":true},{"values":[true]},{"values":[true]},{"values":[true]},{"values":true}]},{"conditions":[{"values":[true]},{"values":[true]},{"values":[true]}]}]}]`,
			`policies[0].json: {"Statement":[{"Action":["a:b"],"Condition":{"ArnNotLike":{"k":["<R.policies[0].statements[0].conditions[2].values[0]>"]},"Bool":{"b":["<R.policies[0].statements[0].conditions[4].values?>"]},"NumericLessThan":{"n":["<R.policies[0].statements[0].conditions[3].values[0]?>"]},"StringEquals":{"<R.policies[0].statements[0].conditions[0].variable>":["v"]},"StringLike":{"k":["<R.policies[0].statements[0].conditions[1].values[0]>*"]}},"Effect":"Allow","Resource":["*"]},` +
				`{"Action":["a:b"],"Condition":{"StringLike":{"k":["<R.policies[0].statements[1].conditions[2].values[0]>"]},"StringNotEquals":{"k":["<R.policies[0].statements[1].conditions[0].values[0]>"]},"StringNotLike":{"k":["<R.policies[0].statements[1].conditions[1].values[0]>*"]}},"Effect":"Deny","Resource":["*"]}],"Version":"2012-10-17"}`,
		},
		"a SAML provider is known by the resource that makes it, else by the argument": {
			`"trust":{"saml":[{},{}]},"assume_role_statements":[{"effect":"Allow","actions":["sts:AssumeRole"],"principals":[{"type":"AWS","identifiers":[null]}]},` + sign + `,` + sign + `]`,
			`"trust":{"saml":[{"provider_arn":true},{"provider_arn":true}]},"assume_role_policy":true,"assume_role_statements":[` + signOpn + `,` + signOpn + `,` + signOpn + `]`,
			`assume_role_policy: {"Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"AWS":["<R.assume_role_statements[0].principals[0].identifiers[0]>"]}},` +
				`{"Action":["sts:AssumeRoleWithSAML"],"Effect":"Allow","Principal":{"Federated":["<aws_iam_saml_provider.w.arn>"]}},` +
				`{"Action":["sts:AssumeRoleWithSAML"],"Effect":"Allow","Principal":{"Federated":["<R.trust.saml[1].provider_arn>"]}}],"Version":"2012-10-17"}`,
		},
		"blocks and statements that do not match": {
			`"trust":{"saml":[{},{}]},"assume_role_statements":[` + sign + `]`,
			`"trust":{"saml":[{"provider_arn":true},{"provider_arn":true}]},"assume_role_policy":true,"assume_role_statements":[` + signOpn + `]`,
			`assume_role_policy: {"Statement":[{"Action":["sts:AssumeRoleWithSAML"],"Effect":"Allow","Principal":{"Federated":["<R.assume_role_statements[0].principals[0].identifiers[0]>"]}}],"Version":"2012-10-17"}`,
		},
		"statements that are not known": {
			`"policies":[{"name":"p"}]`, `"policies":[{"json":true,"statements":true}]`,
			`policies[0].json: its statements are not known until apply; settled by arguments whose number is known while planning`,
		},
		"statements that are not there": {
			`"policies":[{"name":"p"}]`, `"policies":[{"json":true}]`,
			`policies[0].json: its statements are not known until apply; settled by arguments whose number is known while planning`,
		},
		"conditions whose number is not known": {
			`"policies":[{"name":"p","statements":[{"effect":"Allow","actions":["a:b"],"resources":["*"]}]}]`, `"policies":[{"json":true,"statements":[{"conditions":true}]}]`,
			`policies[0].json: policies[0].statements[0].conditions is not known until apply; settled by arguments whose number is known while planning`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			made := "break_glass"
			if strings.Contains(name, "the catalogue does not have") {
				made = "other"
			}
			p := decodePlan(t, config, saml, res("hipaa_break_glass_role.r", "", `"name":"r","template":"`+made+`","template_version":"1.0.0",`+c.after, c.unknown))
			change, err := p.Change(nil)
			if err != nil {
				t.Fatal(err)
			}
			refs := newResolver(p)
			b := &builder{plan: p, refs: refs, accounts: newAccounts(p, refs, &prior{}, nil)}
			b.data = &dataSources{refs: refs, arn: b.arnByName}
			rc := p.Changes[1]
			v, _ := side(rc.Change, true)
			var got []string
			for _, d := range change.After.Documents {
				if len(d.Problems) > 0 && d.Policy != nil {
					t.Errorf("AWS would refuse it: %v", d.Problems)
				}
				statements := v.Attr("assume_role_statements")
				if d.Kind == policy.Identity {
					statements = v.Attr("policies").List()[0].Attr("statements")
				}
				text := ""
				if r, err := b.roleText(item{rc: rc, v: v}, statements); err == nil {
					text = holesInWords(string(r.json), r.holes)
				}
				got = append(got, d.Attribute+": "+documentInWords(d, text))
			}
			if diff := cmp.Diff(strings.ReplaceAll(c.want, "<R.", "<hipaa_break_glass_role.r."), strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func documentInWords(d *account.Document, rebuilt string) string {
	switch {
	case d.Undetermined != nil:
		return d.Undetermined.Reason + "; settled by " + d.Undetermined.SettledBy
	case d.Known != account.KnownPlan:
		return "known by " + string(d.Known)
	case d.Policy == nil:
		return "no policy"
	case len(d.Policy.Holes) == 0:
		return "as it is"
	}
	return rebuilt
}
