// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// document reads one policy document out of an argument, or recovers it. It
// returns nil where the argument is absent.
func (b *builder) document(rc *tfjson.ResourceChange, v value, kind policy.Kind) *account.Document {
	if v.IsNull() {
		return nil
	}
	d := &account.Document{
		Address: b.address(rc), Attribute: v.Path, Kind: kind, Sensitive: v.IsSensitive(), PreviousAddress: b.previous(rc),
	}
	if !v.IsUnknown() {
		text, ok := v.V.(string)
		if !ok {
			d.Problems = []policy.Problem{{Message: "a policy document is a text of JSON"}}
			return d
		}
		d.Known = account.KnownPlan
		b.parse(rc, d, text, nil)
		return d
	}
	b.recover(rc, d, b.resolve(rc, v.Path))
	return d
}

// parse reads a document's text.
func (b *builder) parse(rc *tfjson.ResourceChange, d *account.Document, text string, holes []policy.Hole) {
	if strings.HasPrefix(rc.Type, "aws_api_gateway_") {
		// The API's own policy may leave out where the API is. Source: Amazon API
		// Gateway, "API Gateway resource policy examples".
		text = strings.ReplaceAll(text, `"execute-api:/`, `"arn:*:execute-api:*:*:*/`)
	}
	if strings.HasSuffix(rc.Type, "_opensearchserverless_access_policy") {
		if rules := dataAccess([]byte(text)); rules != nil {
			d.Policy, d.Problems = policy.Parse(rules, d.Kind, policy.WithHoles(holes))
			d.Problems = nil // AWS accepts the rules, and this is not their text
			b.name(d)
			return
		}
	}
	if len(holes) == 0 {
		d.Policy, d.Problems = b.texts.parse(text, d.Kind)
	} else {
		d.Policy, d.Problems = policy.ParseText(text, d.Kind, policy.WithHoles(holes))
	}
	b.name(d)
}

func (b *builder) name(d *account.Document) {
	if d.Policy == nil {
		return
	}
	d.Policy.Name = d.Address
	if d.Address == "" {
		d.Policy.Name = d.ARN
	}
}

// recover rebuilds a document that is not known until apply: from the planned
// data source that its argument refers to, or from the configuration's source.
//
// The references say on what the argument depends, and not how. Where the source
// is at hand it is asked: replace(data.….json, "s3:Get", "s3:") refers to the same
// as data.….json does.
func (b *builder) recover(rc *tfjson.ResourceChange, d *account.Document, refs found) {
	switch ok, why := b.fromSource(rc, d, refs); {
	case ok:
	case why != nil:
		d.Undetermined = why
	default:
		b.fromDataSource(rc, d, refs)
	}
}

// fromDataSource rebuilds a document from the planned data source.
func (b *builder) fromDataSource(rc *tfjson.ResourceChange, d *account.Document, refs found) {
	settle := "the configuration's source, or a document written as data.aws_iam_policy_document, which a plan shows statement by statement"
	undetermined := func(format string, args ...any) {
		d.Undetermined = &account.Undetermined{Reason: fmt.Sprintf(format, args...), SettledBy: settle}
	}
	var docs, others []target
	for _, t := range refs.targets {
		if t.change.Mode == tfjson.DataResourceMode {
			docs = append(docs, t)
		} else {
			others = append(others, t)
		}
	}
	lost := slices.DeleteFunc(slices.Clone(refs.lost), b.known)
	switch {
	case refs.chosen:
		undetermined("it refers more than once to the same, and what it makes of it is not known until apply")
	case len(docs) == 1 && len(others) == 0 && len(lost) == 0 && isDocument(docs[0]):
		text, err := b.data.render(docs[0].change, 0)
		if err != nil {
			undetermined("it comes from %s, of which %s", docs[0].change.Address, err)
			return
		}
		d.Known = account.KnownDataSource
		d.Sensitive = d.Sensitive || text.sensitive
		b.parse(rc, d, string(text.json), text.holes)
	case len(docs) > 1:
		undetermined("it is one of %s, and which is not known until apply", addresses(docs))
	case len(docs)+len(others)+len(lost) == 0:
		undetermined("it is not known until apply, and the plan does not say where it comes from")
	default:
		names := lost
		for _, t := range append(docs, others...) {
			names = append(names, t.reference)
		}
		slices.Sort(names)
		undetermined("it depends on %s, which is not known until apply", strings.Join(slices.Compact(names), ", "))
	}
}

// isDocument reports whether the reference is to a data source's document. Of
// one with an index that is no constant, the plan does not tell the attribute.
func isDocument(t target) bool {
	return t.attribute == "" || t.attribute == "json" || t.attribute == "minified_json"
}

// known reports whether a reference that leads to no planned change is to a
// data source that was read when the plan was made, so that it is not the
// reason why a value is unknown.
func (b *builder) known(ref string) bool {
	for address := range b.prior.data {
		if ref == address || strings.HasPrefix(ref, address) && isPrefixOf(address, ref) {
			return true
		}
	}
	return false
}

func addresses(targets []target) string {
	var out []string
	for _, t := range targets {
		out = append(out, t.change.Address)
	}
	return strings.Join(out, ", ")
}

// resolve follows the references of the argument at a path of a resource.
func (b *builder) resolve(rc *tfjson.ResourceChange, path string) found {
	c := b.refs.of(rc)
	if c == nil {
		return found{}
	}
	return b.refs.follow(argument(c.Expressions, path), b.refs.from(rc))
}

// argument finds the expression of an attribute path such as
// "inline_policy[0].policy".
func argument(args map[string]expression, path string) expression {
	var e expression
	parts := splitAddress(path)
	for i, s := range parts {
		if i > 0 {
			if len(e.Blocks) == 0 {
				return e // written as one expression, or by a dynamic block
			}
			args = e.Blocks[min(indexOf(parts[i-1].key), len(e.Blocks)-1)]
		}
		e = args[s.name]
	}
	return e
}

// indexOf reads "[3]"; whatever is no index is 0.
func indexOf(key string) int {
	n := 0
	for _, c := range strings.Trim(key, "[]") {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
