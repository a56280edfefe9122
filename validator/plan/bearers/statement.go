// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Shape is how a resource's attributes make one statement of a resource policy.
type Shape struct {
	// Sid, Action and Principal are paths. An action gets Prefix before it, and is
	// Default where there is none.
	Sid, Action, Principal string
	Prefix, Default        string
	// Conditions are attributes that narrow the statement where they are set.
	Conditions []Condition
	// Block holds the paths of operator, key and value of conditions that are
	// written as blocks; empty where there are none.
	Block [3]string
	// Equals and Subset are maps of an encryption context that has to be given
	// exactly, or among others.
	Equals, Subset string
}

// Condition is an attribute that becomes a condition.
type Condition struct {
	Path, Operator, Key string
}

var orgID = Condition{"principal_org_id", "StringEquals", "aws:PrincipalOrgID"}

// lambdaShape is AddPermission of AWS Lambda. invoked_via_function_url is of
// hashicorp/aws 6.
var lambdaShape = &Shape{
	Sid: "statement_id", Action: "action", Principal: "principal",
	Conditions: []Condition{
		{"source_arn", "ArnLike", "aws:SourceArn"},
		{"source_account", "StringEquals", "aws:SourceAccount"},
		orgID,
		{"event_source_token", "StringEquals", "lambda:EventSourceToken"},
		{"function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"},
		{"invoked_via_function_url", "Bool", "lambda:InvokedViaFunctionUrl"},
	},
}

// layerShape is AddLayerVersionPermission of AWS Lambda.
var layerShape = &Shape{
	Sid: "statement_id", Action: "action", Principal: "principal",
	Conditions: []Condition{{"organization_id", "StringEquals", "aws:PrincipalOrgID"}},
}

var statementRows = []Bearer{
	{Type: "aws_lambda_permission", Path: "action", Role: Statement, Kind: Resource, On: on("function_name", "function_name", "aws_lambda_function", "awscc_lambda_function"), Shape: lambdaShape,
		Note: "of one version or alias where qualifier is set"},
	{Type: "aws_lambda_layer_version_permission", Path: "action", Role: Statement, Kind: Resource, On: on("layer_name", "layer_name", "aws_lambda_layer_version"), Shape: layerShape,
		Note: "of the version in version_number; the computed attribute policy is the layer's whole policy"},
	{Type: "aws_cloudwatch_event_permission", Path: "action", Role: Statement, Kind: Resource, On: on("event_bus_name", "name", "aws_cloudwatch_event_bus"), Note: "of the default bus where none is named",
		Shape: &Shape{Sid: "statement_id", Action: "action", Default: "events:PutEvents", Principal: "principal", Block: [3]string{"condition[].type", "condition[].key", "condition[].value"}}},
	{Type: "aws_kms_grant", Path: "operations[]", Role: Statement, Kind: Resource, On: on("key_id", "key_id", keys...), Note: "stands beside the key policy; retiring_principal may only retire it",
		Shape: &Shape{Sid: "name", Action: "operations[]", Prefix: "kms:", Principal: "grantee_principal", Equals: "constraints[].encryption_context_equals{}", Subset: "constraints[].encryption_context_subset{}"}},
	{Type: "aws_signer_signing_profile_permission", Path: "action", Role: Statement, Kind: Resource, On: on("profile_name", "name", "aws_signer_signing_profile"),
		Shape: &Shape{Sid: "statement_id", Action: "action", Principal: "principal", Conditions: []Condition{{"profile_version", "StringEquals", "signer:ProfileVersion"}}}},
	{Type: "aws_acmpca_permission", Path: "actions[]", Role: Statement, Kind: Resource, On: on("certificate_authority_arn", "arn", "aws_acmpca_certificate_authority"), Note: "the computed attribute policy is what AWS made of it",
		Shape: &Shape{Action: "actions[]", Prefix: "acm-pca:", Principal: "principal", Conditions: []Condition{{"source_account", "StringEquals", "aws:SourceAccount"}}}},
}

// withContext are the operations of a KMS grant that a demanded encryption context
// narrows; others stay as they are. Source: AWS KMS, GrantConstraints.
var withContext = map[string]bool{
	"Decrypt": true, "Encrypt": true, "GenerateDataKey": true, "GenerateDataKeyWithoutPlaintext": true, "GenerateDataKeyPair": true,
	"GenerateDataKeyPairWithoutPlaintext": true, "ReEncryptFrom": true, "ReEncryptTo": true,
}

// Render returns the policy document that the attributes of a statement-shaped
// resource stand for. values are the resource's attributes as a plan holds them;
// what is not known until apply must stand in them as a text of its own (a hole),
// since an absent attribute is one that is not set. resource is what the document
// names as its resource, usually the ARN of On.
//
// The error says which attribute is missing or of another type; it repeats no
// value.
func (b *Bearer) Render(values map[string]any, resource string) ([]byte, error) {
	s := b.Shape
	if s == nil {
		return nil, fmt.Errorf("%s.%s is no statement", b.Type, b.Path)
	}
	r := renderer{values: values}
	principal := r.one(s.Principal)
	actions := r.all(s.Action)
	if len(actions) == 0 && s.Default != "" {
		actions = []string{s.Default}
	}
	conditions := conditionSet{}
	for _, c := range s.Conditions {
		conditions.add(c.Operator, c.Key, r.all(c.Path)...)
	}
	operators, keys, texts := r.all(s.Block[0]), r.all(s.Block[1]), r.all(s.Block[2])
	if len(operators) != len(keys) || len(keys) != len(texts) {
		r.fail(s.Block[0], "given for each condition, with a key and a value")
	} else {
		for i := range operators {
			conditions.add(operators[i], keys[i], texts[i])
		}
	}
	narrowed := conditions.clone()
	equals, subset := r.contexts(s.Equals), r.contexts(s.Subset)
	for _, c := range equals {
		narrowed.context(c)
		narrowed.add("ForAllValues:StringEquals", "kms:EncryptionContextKeys", slices.Sorted(maps.Keys(c))...)
	}
	for _, c := range subset {
		narrowed.context(c)
	}
	switch {
	case r.err != nil:
		return nil, fmt.Errorf("%s: %w", b.Type, r.err)
	case principal == "":
		return nil, fmt.Errorf("%s: %s is not set", b.Type, s.Principal)
	case len(actions) == 0:
		return nil, fmt.Errorf("%s: %s is not set", b.Type, s.Action)
	}
	doc := document{Version: "2012-10-17"}
	sid := r.one(s.Sid)
	add := func(actions []string, conditions conditionSet) {
		if len(actions) == 0 {
			return
		}
		doc.Statement = append(doc.Statement, statement{
			Sid: sidOf(sid), Effect: "Allow", Principal: principalOf(principal), Action: actions, Resource: resource, Condition: conditions,
		})
		sid = ""
	}
	if len(equals)+len(subset) == 0 {
		add(prefixed(s.Prefix, actions), conditions)
	} else {
		var with, without []string
		for _, a := range actions {
			if withContext[a] {
				with = append(with, a)
			} else {
				without = append(without, a)
			}
		}
		add(prefixed(s.Prefix, with), narrowed)
		add(prefixed(s.Prefix, without), conditions)
	}
	return json.Marshal(doc)
}

type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid       string `json:",omitempty"`
	Effect    string
	Principal any
	Action    []string
	Resource  string
	Condition conditionSet `json:",omitempty"`
}

// conditionSet holds conditions by operator, then by key.
type conditionSet map[string]map[string][]string

func (c conditionSet) add(operator, key string, values ...string) {
	if operator == "" || key == "" || len(values) == 0 {
		return
	}
	if c[operator] == nil {
		c[operator] = map[string][]string{}
	}
	c[operator][key] = append(c[operator][key], values...)
}

func (c conditionSet) context(pairs map[string]string) {
	for key, value := range pairs {
		c.add("StringEquals", "kms:EncryptionContext:"+key, value)
	}
}

func (c conditionSet) clone() conditionSet {
	out := conditionSet{}
	for operator, keys := range c {
		for key, values := range keys {
			out.add(operator, key, values...)
		}
	}
	return out
}

// principalOf writes a principal as AWS does for these calls: everybody, a
// service, or an account, role or user.
func principalOf(text string) any {
	switch {
	case text == "*":
		return "*"
	case !strings.HasPrefix(text, "arn:") && (strings.HasSuffix(text, ".amazonaws.com") || strings.HasSuffix(text, ".amazonaws.com.cn") || strings.HasSuffix(text, ".amazon.com")):
		return map[string]string{"Service": text}
	}
	return map[string]string{"AWS": text}
}

// sidOf keeps of a statement's name what a Sid may hold.
func sidOf(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
}

func prefixed(prefix string, actions []string) []string {
	out := make([]string, len(actions))
	for i, a := range actions {
		out[i] = prefix + a
	}
	return out
}

// renderer reads attributes and keeps the first mistake.
type renderer struct {
	values map[string]any
	err    error
}

func (r *renderer) fail(path, want string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s is not %s", path, want)
	}
}

// at returns the values at a path, without nulls.
func (r *renderer) at(path string) []any {
	if path == "" {
		return nil
	}
	found := []any{r.values}
	for _, step := range Steps(path) {
		var next []any
		for _, v := range found {
			m, ok := v.(map[string]any)
			if !ok {
				r.fail(path, "where it belongs: an object holds it")
				return nil
			}
			inner := m[step.Name]
			list, isList := inner.([]any)
			switch {
			case inner == nil:
			case step.List && isList:
				next = append(next, list...)
			case step.List:
				r.fail(path, "a list")
			default:
				next = append(next, inner)
			}
		}
		found = next
	}
	return slices.DeleteFunc(found, func(v any) bool { return v == nil })
}

// all returns the texts at a path; true is one as well. An empty text, like
// false, is one that is not set.
func (r *renderer) all(path string) []string {
	var out []string
	for _, v := range r.at(path) {
		switch v := v.(type) {
		case string:
			if v != "" {
				out = append(out, v)
			}
		case bool:
			if v {
				out = append(out, "true")
			}
		default:
			r.fail(path, "a text")
		}
	}
	return out
}

func (r *renderer) one(path string) string {
	if all := r.all(path); len(all) > 0 {
		return all[0]
	}
	return ""
}

// contexts returns the maps of texts at a path.
func (r *renderer) contexts(path string) []map[string]string {
	var out []map[string]string
	for _, v := range r.at(path) {
		m, ok := v.(map[string]any)
		if !ok {
			r.fail(path, "a map of texts")
			return nil
		}
		texts := make(map[string]string, len(m))
		for key, value := range m {
			text, ok := value.(string)
			if !ok {
				r.fail(path, "a map of texts")
				return nil
			}
			texts[key] = text
		}
		if len(texts) > 0 {
			out = append(out, texts)
		}
	}
	return out
}
