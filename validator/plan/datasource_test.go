// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// decodePlan reads a plan of these resource changes and configuration.
func decodePlan(t *testing.T, configuration string, changes ...string) *Plan {
	t.Helper()
	src := `{"format_version":"1.2","planned_values":{},"resource_changes":[` + strings.Join(changes, ",") + `],"configuration":{"root_module":` + configuration + `}}`
	p, err := Decode([]byte(src), "plan.json", Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func dataDocument(name, after, unknown string) string {
	return fmt.Sprintf(`{"address":"data.aws_iam_policy_document.%s","mode":"data","type":"aws_iam_policy_document","name":"%s","change":{"actions":["read"],"before":null,"after":%s,"after_unknown":%s}}`, name, name, after, unknown)
}

const bucket = `{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","change":{"actions":["create"],"after":{"bucket":"images"},"after_unknown":{"arn":true}}}`

const table = `{"address":"aws_dynamodb_table.t","mode":"managed","type":"aws_dynamodb_table","name":"t","change":{"actions":["create"],"after":{"name":"t"},"after_unknown":{"arn":true}}}`

func configOf(expressions string) string {
	return `{"resources":[{"mode":"data","type":"aws_iam_policy_document","name":"d","expressions":` + expressions + `}]}`
}

// TestRender rebuilds documents as the AWS provider writes them. In what is
// wanted, <name> is a hole with one fixed text and <name?> one that may be anything.
func TestRender(t *testing.T) {
	for name, c := range map[string]struct {
		after, unknown, config string
		more                   []string
		want                   string
	}{
		"no effect means Allow": {
			`{"statement":[{"effect":null,"actions":["s3:GetObject"],"resources":["*"],"sid":"A"}]}`, `{"json":true}`, `{}`, nil,
			`{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["*"],"Sid":"A"}],"Version":"2012-10-17"}`,
		},
		"version, NotAction, variables": {
			`{"version":"2008-10-17","statement":[{"effect":"Deny","not_actions":["iam:*"],"not_resources":["arn:aws:s3:::x/&{aws:username}"]}]}`, `{}`, `{}`, nil,
			`{"Statement":[{"Effect":"Deny","NotAction":["iam:*"],"NotResource":["arn:aws:s3:::x/${aws:username}"]}],"Version":"2008-10-17"}`,
		},
		"principals and conditions": {
			`{"statement":[{"actions":["sts:AssumeRole"],"principals":[{"type":"AWS","identifiers":["1"]},{"type":"AWS","identifiers":["2"]},{"type":"Service","identifiers":["s"]}],
			"condition":[{"test":"Bool","variable":"k","values":["true"]},{"test":"Bool","variable":"k","values":["false"]},{"test":"Bool","variable":"l","values":["true"]}]}]}`, `{}`, `{}`, nil,
			`{"Statement":[{"Action":["sts:AssumeRole"],"Condition":{"Bool":{"k":["true","false"],"l":["true"]}},"Effect":"Allow","Principal":{"AWS":["1","2"],"Service":["s"]}}],"Version":"2012-10-17"}`,
		},
		"everyone": {
			`{"statement":[{"actions":["a:b"],"principals":[{"type":"*","identifiers":["*"]}]}]}`, `{}`, `{}`, nil,
			`{"Statement":[{"Action":["a:b"],"Effect":"Allow","Principal":"*"}],"Version":"2012-10-17"}`,
		},
		"an ARN known by its name": {
			`{"statement":[{"actions":["s3:GetObject"],"resources":[null]}]}`, `{"statement":[{"resources":[true]}]}`,
			`{"statement":[{"resources":{"references":["aws_s3_bucket.b.arn","aws_s3_bucket.b"]}}]}`, []string{bucket},
			`{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["arn:aws:s3:::images","arn:aws:s3:::images/*"]}],"Version":"2012-10-17"}`,
		},
		"an ARN that is not known, and what may follow it": {
			`{"statement":[{"actions":["dynamodb:GetItem"],"resources":[null,null]}]}`, `{"statement":[{"resources":[true,true]}]}`,
			`{"statement":[{"resources":{"references":["aws_dynamodb_table.t.arn","aws_dynamodb_table.t","aws_dynamodb_table.t.arn","aws_dynamodb_table.t"]}}]}`, []string{table},
			`{"Statement":[{"Action":["dynamodb:GetItem"],"Effect":"Allow","Resource":["<aws_dynamodb_table.t.arn>*","<aws_dynamodb_table.t.arn>*"]}],"Version":"2012-10-17"}`,
		},
		"a Deny is not made wider than it may be": {
			`{"statement":[{"effect":"Deny","actions":["dynamodb:GetItem"],"resources":[null]}]}`, `{"statement":[{"resources":[true]}]}`,
			`{"statement":[{"resources":{"references":["aws_dynamodb_table.t.arn","aws_dynamodb_table.t"]}}]}`, []string{table},
			`{"Statement":[{"Action":["dynamodb:GetItem"],"Effect":"Deny","Resource":["<aws_dynamodb_table.t.arn?>"]}],"Version":"2012-10-17"}`,
		},
		"known beside unknown": {
			`{"statement":[{"actions":["a:b"],"resources":["arn:aws:s3:::x",null]}]}`, `{"statement":[{"resources":[false,true]}]}`,
			`{"statement":[{"resources":{"references":["aws_dynamodb_table.t.arn","aws_dynamodb_table.t"]}}]}`, []string{table},
			`{"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["arn:aws:s3:::x","<aws_dynamodb_table.t.arn>*"]}],"Version":"2012-10-17"}`,
		},
		"more unknown than references": {
			`{"statement":[{"actions":["a:b"],"resources":[null,null]}]}`, `{"statement":[{"resources":[true,true]}]}`,
			`{"statement":[{"resources":{"references":["local.x"]}}]}`, nil,
			`{"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["<local.x?>","<local.x?>"]}],"Version":"2012-10-17"}`,
		},
		"another attribute than the ARN": {
			`{"statement":[{"actions":["a:b"],"resources":[null]}]}`, `{"statement":[{"resources":[true]}]}`,
			`{"statement":[{"resources":{"references":["aws_dynamodb_table.t.id","aws_dynamodb_table.t"]}}]}`, []string{table},
			`{"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["<aws_dynamodb_table.t.id?>"]}],"Version":"2012-10-17"}`,
		},
		"a whole list unknown, by a dynamic block": {
			`{"statement":[{"actions":["a:b"]}]}`, `{"statement":[{"resources":true}]}`, `{}`, nil,
			`{"Statement":[{"Action":["a:b"],"Effect":"Allow","Resource":["<data.aws_iam_policy_document.d.statement[0].resources?>"]}],"Version":"2012-10-17"}`,
		},
		"identifiers unknown may be everyone": {
			`{"statement":[{"actions":["sts:AssumeRole"],"principals":[{"type":"AWS"}]}]}`, `{"statement":[{"principals":[{"identifiers":true}]}]}`, `{}`, nil,
			`{"Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"AWS":["<data.aws_iam_policy_document.d.statement[0].principals[0].identifiers?>"]}}],"Version":"2012-10-17"}`,
		},
		"an identifier that is one ARN": {
			`{"statement":[{"actions":["sts:AssumeRole"],"principals":[{"type":"AWS","identifiers":[null]}]}]}`, `{"statement":[{"principals":[{"identifiers":[true]}]}]}`,
			`{"statement":[{"principals":[{"identifiers":{"references":["aws_iam_user.u.arn","aws_iam_user.u"]}}]}]}`,
			[]string{`{"address":"aws_iam_user.u","mode":"managed","type":"aws_iam_user","name":"u","change":{"actions":["create"],"after":{"name":"u"},"after_unknown":{"arn":true}}}`},
			`{"Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"AWS":["<aws_iam_user.u.arn>"]}}],"Version":"2012-10-17"}`,
		},
		"unknown key and value of a condition": {
			`{"statement":[{"actions":["a:b"],"condition":[{"test":"StringEquals","values":[null]},{"test":"StringLike","variable":"k","values":[null]}]}]}`,
			`{"statement":[{"condition":[{"variable":true,"values":[true]},{"values":[true]}]}]}`, `{}`, nil,
			`{"Statement":[{"Action":["a:b"],"Condition":{"StringEquals":{"<data.aws_iam_policy_document.d.statement[0].condition[0].variable>":["<data.aws_iam_policy_document.d.statement[0].condition[0].values[0]>"]},"StringLike":{"k":["<data.aws_iam_policy_document.d.statement[0].condition[1].values[0]?>"]}},"Effect":"Allow"}],"Version":"2012-10-17"}`,
		},
		"conditions of which nothing is known": {
			`{"statement":[{"actions":["a:b"]},{"actions":["a:c"],"condition":[{"variable":"k","values":["v"]}]}]}`, `{"statement":[{"condition":true},{"condition":[{"test":true}]}]}`, `{}`, nil,
			`{"Statement":[{"Action":["a:b"],"Condition":{"StringEquals":{"<data.aws_iam_policy_document.d.statement[0].condition>":["<data.aws_iam_policy_document.d.statement[0].condition?>"]}},"Effect":"Allow"},{"Action":["a:c"],"Condition":{"StringEquals":{"<data.aws_iam_policy_document.d.statement[1].condition[0].test>":["<data.aws_iam_policy_document.d.statement[1].condition[0].test?>"]}},"Effect":"Allow"}],"Version":"2012-10-17"}`,
		},
		"sources and overrides, by Sid": {
			`{"source_policy_documents":["{\"Statement\":[{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"a:1\"},{\"Effect\":\"Allow\",\"Action\":\"a:none\"}]}","{\"Statement\":{\"Sid\":\"B\",\"Effect\":\"Deny\",\"Action\":\"b:1\"}}"],
			"statement":[{"sid":"A","actions":["a:2"]},{"sid":"C","actions":["c:1"]}],"override_policy_documents":["{\"Statement\":[{\"Sid\":\"C\",\"Effect\":\"Deny\",\"Action\":\"c:2\"}]}"]}`, `{}`, `{}`, nil,
			`{"Statement":[{"Action":["a:2"],"Effect":"Allow","Sid":"A"},{"Action":"a:none","Effect":"Allow"},{"Action":"b:1","Effect":"Deny","Sid":"B"},{"Action":"c:2","Effect":"Deny","Sid":"C"}],"Version":"2012-10-17"}`,
		},
		"a source that is a planned document too": {
			`{"source_policy_documents":[null],"statement":[{"sid":"Own","actions":["a:2"]}]}`, `{"source_policy_documents":[true]}`,
			`{"source_policy_documents":{"references":["data.aws_iam_policy_document.other.json","data.aws_iam_policy_document.other"]}}`,
			[]string{dataDocument("other", `{"statement":[{"actions":["o:1"],"resources":[null]}]}`, `{"statement":[{"resources":[true]}]}`)},
			`{"Statement":[{"Action":["o:1"],"Effect":"Allow","Resource":["<data.aws_iam_policy_document.other.statement[0].resources[0]?>"]},{"Action":["a:2"],"Effect":"Allow","Sid":"Own"}],"Version":"2012-10-17"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := decodePlan(t, configOf(c.config), append([]string{dataDocument("d", c.after, c.unknown)}, c.more...)...)
			change, err := p.Change(nil) // the account's builder is what knows ARNs by name
			if err != nil || change == nil {
				t.Fatal(err)
			}
			got := renderForTest(t, p)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// renderForTest renders the first data source and writes its holes in words.
func renderForTest(t *testing.T, p *Plan) string {
	t.Helper()
	refs := newResolver(p)
	b := &builder{plan: p, refs: refs, accounts: newAccounts(p, refs, &prior{}, nil)}
	d := &dataSources{refs: refs, arn: b.arnByName}
	r, err := d.render(p.Changes[0], 0)
	if err != nil {
		return err.Error()
	}
	return holesInWords(string(r.json), r.holes)
}

func holesInWords(text string, holes []policy.Hole) string {
	for i, h := range holes {
		mark := ">"
		if h.Wild {
			mark = "?>"
		}
		text = strings.ReplaceAll(text, string(policy.HoleRune(i)), "<"+h.Name+mark)
	}
	return text
}

// TestRenderGivesUp: what cannot be rebuilt says which part is not known.
func TestRenderGivesUp(t *testing.T) {
	for name, c := range map[string]struct{ after, unknown, config, want string }{
		"statements": {`{}`, `{"statement":true}`, `{}`, "the statements are not known until apply"},
		"effect":     {`{"statement":[{"actions":["a:b"]}]}`, `{"statement":[{"effect":true}]}`, `{}`, "statement[0].effect is not known until apply"},
		"sources":    {`{"statement":[]}`, `{"source_policy_documents":true}`, `{}`, "source_policy_documents is not known until apply"},
		"a source":   {`{"source_policy_documents":["{}",null]}`, `{"source_policy_documents":[false,true]}`, `{"source_policy_documents":{"references":["local.x"]}}`, "source_policy_documents is not known until apply"},
		"itself": {
			`{"source_policy_documents":[null]}`, `{"source_policy_documents":[true]}`, `{"source_policy_documents":{"references":["data.aws_iam_policy_document.d.json"]}}`,
			"the parts nest more than 16 deep",
		},
		"a source that is no policy": {`{"source_policy_documents":["[1"]}`, `{}`, `{}`, "source_policy_documents is no policy"},
	} {
		t.Run(name, func(t *testing.T) {
			p := decodePlan(t, configOf(c.config), dataDocument("d", c.after, c.unknown))
			if got := renderForTest(t, p); !strings.Contains(got, c.want) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
