// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/storepolicy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// The data sources of this project's provider that write one document.
const (
	keyDocument   = "hipaa_kms_key_policy_document"
	storeDocument = "hipaa_store_policy_document"
)

// ownDocument computes the attribute json of one of them as the provider does.
// What the provider refuses is not decided: the plan would not have come this far.
func (n *resourceNode) ownDocument() (cty.Value, error) {
	s, err := n.scope()
	if err != nil {
		return cty.NilVal, err
	}
	r := &ownReader{documentBuilder: &documentBuilder{e: n.m.e, n: n, scope: s}}
	var doc *template.Document
	var problems []storepolicy.Problem
	if n.kind == keyDocument {
		doc, problems = r.key().Document()
	} else {
		doc, problems = r.store().Document()
	}
	switch {
	case r.err != nil:
		return cty.NilVal, r.err
	case r.open != nil:
		return r.e.undecided(n.address+".json", r.e.because(r.what, r.open))
	case len(problems) > 0:
		// The message may repeat a value, which may be sensitive.
		return cty.NilVal, fail(n.block.def, "the provider refuses the argument %s", problems[0].Argument)
	}
	out, ok := doc.JSON()
	if !ok {
		return cty.NilVal, fail(n.block.def, "the document is not known")
	}
	return text(out, r.sensitive), nil
}

// ownReader reads arguments; the first error is kept.
type ownReader struct {
	*documentBuilder
	err error
}

func (r *ownReader) str(name string) string {
	if r.err != nil {
		return ""
	}
	var out string
	out, r.err = r.documentBuilder.str(r.n.block, r.scope, name)
	return out
}

func (r *ownReader) list(name string) []string {
	if r.err != nil {
		return nil
	}
	var out []string
	out, r.err = r.strings(r.n.block, r.scope, name)
	return out
}

// flag reads a choice, which has to be known.
func (r *ownReader) flag(name string, otherwise bool) bool {
	if r.err != nil {
		return otherwise
	}
	v, err := r.value(r.n.block, r.scope, name)
	if err != nil || v == cty.NilVal {
		r.err = err
		return otherwise
	}
	if plain := plainValue(v); plain.IsKnown() && plain.Type() == cty.Bool {
		return plain.True()
	}
	r.err = r.giveUp(name, v)
	return otherwise
}

// services reads the list of services, of which everything has to be known but texts.
func (r *ownReader) services() []storepolicy.Service {
	if r.err != nil {
		return nil
	}
	v, err := r.value(r.n.block, r.scope, "services")
	if err != nil || v == cty.NilVal {
		r.err = err
		return nil
	}
	var out []storepolicy.Service
	for _, one := range r.elements(v) {
		s := storepolicy.Service{
			Principal: r.textOf(r.part(one, "principal")), Access: r.textOf(r.part(one, "access")), Prefix: r.textOf(r.part(one, "prefix")), SourceARNs: r.textsOf(r.part(one, "source_arns")),
		}
		if accounts := r.part(one, "source_accounts"); accounts != cty.NilVal {
			s.SourceAccounts = append([]string{}, r.textsOf(accounts)...)
		}
		if context := r.part(one, "encryption_context"); context != cty.NilVal {
			s.EncryptionContext = map[string][]string{}
			if plain := plainValue(context); plain.IsKnown() && plain.CanIterateElements() {
				for key, list := range plain.AsValueMap() {
					s.EncryptionContext[requote(key, true)] = r.textsOf(list)
				}
			} else {
				r.leave("encryption_context", context)
			}
		}
		out = append(out, s)
	}
	return out
}

// leave keeps that the document is not decided.
func (r *ownReader) leave(what string, v cty.Value) {
	if err := r.giveUp(what, v); r.err == nil {
		r.err = err
	}
}

// elements are those of a list that is known.
func (r *ownReader) elements(v cty.Value) []cty.Value {
	plain := plainValue(v)
	if !plain.IsKnown() || !plain.CanIterateElements() {
		r.leave("services", v)
		return nil
	}
	return plain.AsValueSlice()
}

// part is an attribute of an object; NilVal where it is absent or null.
func (r *ownReader) part(v cty.Value, name string) cty.Value {
	plain := plainValue(v)
	if !plain.IsKnown() {
		r.leave("services", v)
		return cty.NilVal
	}
	var out cty.Value
	switch ty := plain.Type(); {
	case plain.IsNull():
		return cty.NilVal
	case ty.IsObjectType() && ty.HasAttribute(name):
		out = plain.GetAttr(name)
	case ty.IsMapType() && plain.HasIndex(cty.StringVal(name)).True():
		out = plain.Index(cty.StringVal(name))
	default:
		return cty.NilVal
	}
	if known := plainValue(out); known.IsKnown() && known.IsNull() {
		return cty.NilVal
	}
	return out
}

// textOf is a text, with holes for what is not known of it.
func (r *ownReader) textOf(v cty.Value) string {
	if v == cty.NilVal {
		return ""
	}
	s, ok := asString(r.e.asText(v))
	if !ok {
		r.leave("a text", v)
	}
	return requote(s, true)
}

func (r *ownReader) textsOf(v cty.Value) []string {
	if v == cty.NilVal {
		return nil
	}
	var out []string
	for _, e := range r.elements(v) {
		out = append(out, r.textOf(e))
	}
	return out
}

func (r *ownReader) key() storepolicy.Key {
	return storepolicy.Key{
		Partition: r.str("partition"), Account: r.str("account_id"), Organization: r.str("organization_id"), TrustedAccounts: r.list("trusted_accounts"),
		Administrators: r.list("administrators"), DeletionAdministrators: r.list("deletion_administrators"), Users: r.list("users"), Grantors: r.list("grantors"),
		ViaServices: r.list("via_services"), Services: r.services(),
	}
}

func (r *ownReader) store() storepolicy.Store {
	return storepolicy.Store{
		Type: r.str("type"), ARN: r.str("arn"), Account: r.str("account_id"), Organization: r.str("organization_id"), TrustedAccounts: r.list("trusted_accounts"),
		Key: r.str("key_arn"), Readers: r.list("readers"), Writers: r.list("writers"), Open: !r.flag("only_named", true), Grant: r.flag("grant_access", false), Services: r.services(),
	}
}
