// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// roleDocument reads a document of a role made by this project's own provider.
// Its text is unknown as soon as any part of it is; the statements beside it
// are known element by element, and the document is rebuilt from them.
func (b *builder) roleDocument(it item, text, statements value, kind policy.Kind) *account.Document {
	if !text.IsUnknown() {
		return b.document(it.rc, text, kind)
	}
	d := &account.Document{
		Address: b.address(it.rc), Attribute: text.Path, Kind: kind, PreviousAddress: b.previous(it.rc),
		Sensitive: text.IsSensitive() || statements.IsSensitive(),
	}
	made, err := b.roleText(it, statements)
	if err != nil {
		d.Undetermined = &account.Undetermined{Reason: err.Error(), SettledBy: "arguments whose number is known while planning"}
		return d
	}
	d.Known = account.KnownPlan
	d.Policy, d.Problems = policy.Parse(made.json, kind, policy.WithHoles(made.holes))
	b.name(d)
	return d
}

func (b *builder) roleText(it item, statements value) (*rendered, error) {
	w := &roleWriter{writer: writer{dataSources: b.data, rc: it.rc}, saml: b.samlNames(it), fixed: literal}
	if statements.Path != trustStatements && takesWildcards(it) {
		w.fixed = anything // no trust profile lets wildcards into its statements
	}
	var err error
	w.out.json, err = w.document(statements)
	return &w.out, err
}

// trustStatements is the attribute with a role's trust statements.
const trustStatements = "assume_role_statements"

// roleWriter renders the statements of a template's role. What is unknown in
// them comes from arguments, which a template takes without wildcards but for
// those that it names, and a template may put literal text after it ("/*").
type roleWriter struct {
	writer
	// fixed is what is known of an element that is not known until apply.
	fixed shape
	// saml names the providers of the trust blocks, in order; nil where the
	// statements cannot be told apart by them.
	saml []string
	// federated counts the statements that let a SAML provider in.
	federated int
}

func (w *roleWriter) document(v value) ([]byte, error) {
	if v.IsUnknown() || v.V == nil {
		return nil, fmt.Errorf("its statements are not known until apply")
	}
	all := []statement{}
	for _, e := range v.List() {
		s, err := w.statement(e)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": all}, json.Deterministic(true))
}

func (w *roleWriter) statement(v value) (statement, error) {
	effect := v.Attr("effect")
	if v.IsUnknown() || effect.IsUnknown() {
		return nil, fmt.Errorf("%s is not known until apply", effect.Path)
	}
	s := statement{"Effect": effect.Text()}
	if sid := v.Attr("sid").Text(); sid != "" {
		s["Sid"] = sid
	}
	allow := effect.Text() == "Allow"
	for _, e := range []struct {
		name, element string
		wide          bool
	}{
		// What narrows access may not be read wider than it is: the resources of a
		// denial, and what an Allow leaves out.
		{"actions", "Action", allow}, {"not_actions", "NotAction", !allow},
		{"resources", "Resource", allow}, {"not_resources", "NotResource", !allow},
	} {
		if list := w.texts(v.Attr(e.name), e.wide); len(list) > 0 {
			s[e.element] = list
		}
	}
	who, err := w.who(v.Attr("principals"))
	if err != nil {
		return nil, err
	}
	if who != nil {
		s["Principal"] = who
	}
	conditions, err := w.when(v.Attr("conditions"), allow)
	if len(conditions) > 0 {
		s["Condition"] = conditions
	}
	return s, err
}

// texts renders a list. An element that is not known is one fixed text, with
// whatever may follow it where wide is set. Of a list whose length is not known
// either, nothing is taken for granted.
func (w *roleWriter) texts(v value, wide bool) []string {
	if v.IsUnknown() {
		return []string{w.unknown(w.place(v), anything)}
	}
	var out []string
	for _, e := range v.List() {
		text, ok := e.V.(string)
		if !ok {
			// What only narrows is taken for one text whatever it is: that denies less.
			s := literal
			if wide {
				s = w.fixed
			}
			text = w.unknown(w.place(e), s)
			if wide && s == literal {
				text += "*"
			}
		}
		out = append(out, text)
	}
	return out
}

// who renders principals.
func (w *roleWriter) who(v value) (any, error) {
	if v.IsUnknown() {
		return nil, fmt.Errorf("%s is not known until apply", v.Path)
	}
	out := map[string]any{}
	for _, e := range v.List() {
		kind, identifiers := e.Attr("type"), e.Attr("identifiers")
		if kind.IsUnknown() {
			return nil, fmt.Errorf("%s is not known until apply", kind.Path)
		}
		list := w.texts(identifiers, false)
		if kind.Text() == "Federated" {
			// One sign-in statement for each trust block, in their order.
			if one := identifiers.List(); len(one) == 1 && one[0].IsUnknown() && w.federated < len(w.saml) {
				list = []string{w.unknown(w.saml[w.federated], literal)}
			}
			w.federated++
		}
		old, _ := out[kind.Text()].([]string)
		out[kind.Text()] = append(old, list...)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// when renders conditions.
func (w *roleWriter) when(v value, allow bool) (map[string]any, error) {
	if v.IsUnknown() {
		return nil, fmt.Errorf("%s is not known until apply", v.Path)
	}
	out := map[string]any{}
	for _, e := range v.List() {
		test, variable := e.Attr("test"), e.Attr("variable")
		if e.IsUnknown() || test.IsUnknown() {
			return nil, fmt.Errorf("%s is not known until apply", test.Path)
		}
		key := variable.Text()
		if variable.IsUnknown() {
			key = w.unknown(w.place(variable), literal)
		}
		keys, _ := out[test.Text()].(map[string]any)
		if keys == nil {
			keys = map[string]any{}
			out[test.Text()] = keys
		}
		old, _ := keys[key].([]string)
		keys[key] = append(old, w.operands(e.Attr("values"), test.Text(), allow)...)
	}
	return out, nil
}

// operands renders the values of a condition. Only comparisons of texts with
// wildcards can be met by more than what is written.
func (w *roleWriter) operands(v value, test string, allow bool) []string {
	negative := strings.Contains(test, "Not")
	switch {
	case strings.Contains(test, "StringEquals"), strings.Contains(test, "StringNotEquals"):
		return w.texts(v, false)
	case strings.Contains(test, "Like"), strings.Contains(test, "Arn"):
		return w.texts(v, allow != negative)
	}
	var out []string
	for _, e := range v.List() {
		text, ok := e.V.(string)
		if !ok {
			text = w.unknown(w.place(e), anything)
		}
		out = append(out, text)
	}
	if v.IsUnknown() {
		out = w.texts(v, false)
	}
	return out
}

// takesWildcards reports whether an argument in which the role's template lets
// wildcards through is not known until apply: which elements come from it is
// not told. Of a template that the catalogue does not have, all may.
func takesWildcards(it item) bool {
	name, arguments := it.v.Attr("template").Text(), it.v
	var t *template.Template
	switch it.rc.Type {
	case ownRoleType:
		// The text itself, with the arguments in one object.
		t, _ = template.Own(name)
		arguments = it.v.Attr("parameters")
	case ownBoundaryType:
		name = strings.ReplaceAll(it.v.Attr("class").Text(), "-", "_") + "_boundary"
		fallthrough
	default:
		t = template.Catalogue().Template(name, it.v.Attr("template_version").Text())
	}
	if t == nil || arguments.IsUnknown() {
		return true
	}
	return slices.ContainsFunc(t.Parameters, func(p *template.Parameter) bool {
		return p.Wildcards && arguments.Attr(p.Name).HasUnknown()
	})
}

// place names what is not known by where it stands. Which argument it comes
// from is not told by the plan, so no two places count as the same text.
func (w *roleWriter) place(v value) string { return w.rc.Address + "." + v.Path }

// samlNames names the SAML providers of a role's trust blocks, in order: by
// their ARN where it is known, else as [builder.samlName] does. It is nil where
// the trust statements are not one for each block.
func (b *builder) samlNames(it item) []string {
	federated := 0
	for _, s := range it.v.Attr(trustStatements).List() {
		for _, p := range s.Attr("principals").List() {
			if p.Attr("type").Text() == "Federated" {
				federated++
			}
		}
	}
	blocks := it.v.Attr("trust").Attr("saml").List()
	if len(blocks) != federated {
		return nil
	}
	out := make([]string, len(blocks))
	for i, one := range blocks {
		arn := one.Attr("provider_arn")
		if out[i] = arn.Text(); out[i] == "" {
			out[i] = b.samlName(it.rc, arn)
		}
	}
	return out
}

// samlName names a provider whose ARN is not known until apply: by the resource
// that makes it, else by the argument.
func (b *builder) samlName(rc *tfjson.ResourceChange, arn value) string {
	f := b.resolve(rc, arn.Path)
	if len(f.targets) == 1 && len(f.lost) == 0 && f.targets[0].change.Type == samlProviderType {
		return f.targets[0].change.Address + ".arn"
	}
	return rc.Address + "." + arn.Path
}

// template reads what a role says of its template. Another provider's type of
// the same name is not believed, nor a name that is not the type's.
func (b *builder) template(it item) *account.Template {
	name := it.v.Attr("template").Text()
	if it.rc.Type != "hipaa_"+name+"_role" || !strings.HasSuffix(it.rc.ProviderName, ownProvider) {
		return nil
	}
	out := &account.Template{Name: name, Version: it.v.Attr("template_version").Text()}
	for _, a := range it.v.Attr("accepts").List() {
		if rule := a.Attr("rule").Text(); rule != "" {
			out.Accepts = append(out.Accepts, rule)
		}
	}
	return out
}

// ownProvider ends the address of this project's provider, on whatever host a
// mirror gives it.
const ownProvider = "/hipaa-iam/hipaa"

// declared returns the SAML providers of which the role's trust blocks say that
// they ask for a second factor.
func (b *builder) declared(it item) map[string]bool {
	out := map[string]bool{}
	for _, one := range it.v.Attr("trust").Attr("saml").List() {
		if one.Attr("mfa_enforced_by").Text() != "idp" {
			continue
		}
		switch arn := one.Attr("provider_arn"); {
		case arn.Text() != "":
			out[arn.Text()] = true
		case arn.IsUnknown():
			out["<"+b.samlName(it.rc, arn)+">"] = true
		}
	}
	return out
}
