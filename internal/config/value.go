// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"maps"
	"math/big"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// check says what is wrong with a text, or "".
type check func(text string) string

// value evaluates an argument. The file has no variables and no functions
// outside of conditions.
func (d *decoder) value(a *hcl.Attribute) (cty.Value, bool) {
	v, diags := a.Expr.Value(nil)
	d.diags = append(d.diags, diags...)
	return v, !diags.HasErrors()
}

func (d *decoder) wrong(a *hcl.Attribute, want string) bool {
	d.fail("Wrong type", fmt.Sprintf("The argument %q must be %s.", a.Name, want), a.Expr.Range())
	return false
}

func (d *decoder) invalid(a *hcl.Attribute, problem string) bool {
	d.fail("Invalid value", fmt.Sprintf("The argument %q is wrong: %s.", a.Name, problem), a.Expr.Range())
	return false
}

func isText(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && v.Type() == cty.String
}

func isList(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && (v.Type().IsTupleType() || v.Type().IsListType())
}

func isMap(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}

func (d *decoder) text(a *hcl.Attribute, to *string, ok check) bool {
	v, good := d.value(a)
	if !good {
		return false
	}
	if !isText(v) {
		return d.wrong(a, "a string")
	}
	if ok != nil {
		if problem := ok(v.AsString()); problem != "" {
			return d.invalid(a, problem)
		}
	}
	*to = v.AsString()
	return true
}

func (d *decoder) boolean(a *hcl.Attribute, to *bool) {
	v, good := d.value(a)
	switch {
	case !good:
	case v.IsNull() || v.Type() != cty.Bool:
		d.wrong(a, "true or false")
	default:
		*to = v.True()
	}
}

func (d *decoder) list(a *hcl.Attribute, to *[]string, ok check) {
	v, good := d.value(a)
	if !good {
		return
	}
	out, good := texts(v)
	if !good {
		d.wrong(a, "a list of strings")
		return
	}
	for _, s := range out {
		if problem := ok(s); problem != "" {
			d.invalid(a, problem)
		}
	}
	*to = out
}

// texts returns the strings of a list; the list is never nil.
func texts(v cty.Value) ([]string, bool) {
	if !isList(v) {
		return nil, false
	}
	out := make([]string, 0, v.LengthInt())
	for _, e := range v.AsValueSlice() {
		if !isText(e) {
			return nil, false
		}
		out = append(out, e.AsString())
	}
	return out, true
}

func (d *decoder) texts(a *hcl.Attribute, to *map[string]string, ok check) {
	v, good := d.value(a)
	if !good {
		return
	}
	if !isMap(v) {
		d.wrong(a, "a map of strings")
		return
	}
	out := map[string]string{}
	for key, e := range v.AsValueMap() {
		if !isText(e) {
			d.wrong(a, "a map of strings")
			return
		}
		out[key] = e.AsString()
	}
	for _, key := range slices.Sorted(maps.Keys(out)) {
		if problem := ok(out[key]); problem != "" {
			d.invalid(a, problem)
		}
	}
	*to = out
}

// lists reads a map of lists; a lone string is a list of one.
func (d *decoder) lists(a *hcl.Attribute, to *map[string][]string) {
	v, good := d.value(a)
	if !good {
		return
	}
	if !isMap(v) {
		d.wrong(a, "a map of lists of strings")
		return
	}
	out := map[string][]string{}
	for key, e := range v.AsValueMap() {
		if isText(e) {
			out[key] = []string{e.AsString()}
			continue
		}
		list, ok := texts(e)
		if !ok {
			d.wrong(a, "a map of lists of strings")
			return
		}
		out[key] = list
	}
	*to = out
}

func (d *decoder) profile(a *hcl.Attribute) {
	var name string
	if !d.text(a, &name, oneOf(ProfileSecurityRule, ProfileNIST, ProfileProposed)) {
		return
	}
	if name == ProfileProposed {
		d.unavailable("profile", name, a.Expr.Range())
	}
	d.config.Profile = name
}

func (d *decoder) session(a *hcl.Attribute) {
	if !d.duration(a, &d.config.Limits.Session) {
		return
	}
	// AWS: MaxSessionDuration is 3,600 to 43,200 seconds.
	if s := d.config.Limits.Session; s < time.Hour || s > 12*time.Hour {
		d.invalid(a, "AWS lets a role's session last 1h to 12h at most")
	}
}

func (d *decoder) duration(a *hcl.Attribute, to *time.Duration) bool {
	var text string
	if !d.text(a, &text, durationText) {
		return false
	}
	*to, _ = parseDuration(text) // durationText has checked it
	return true
}

func (d *decoder) date(a *hcl.Attribute, to *time.Time) {
	var text string
	if !d.text(a, &text, dateText) {
		return
	}
	*to, _ = time.Parse(time.DateOnly, text) // dateText has checked it
}

func (d *decoder) password(a *hcl.Attribute) {
	pairs, diags := hcl.ExprMap(a.Expr)
	d.diags = append(d.diags, diags...)
	names := []string{"length", "reuse", "max_age"}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := hcl.ExprAsKeyword(pair.Key)
		if key == "" {
			if v, diags := pair.Key.Value(nil); !diags.HasErrors() && isText(v) {
				key = v.AsString()
			}
		}
		// Each member is read like an argument of its own, for its position.
		member := &hcl.Attribute{Name: key, Expr: pair.Value, Range: pair.Value.Range(), NameRange: pair.Key.Range()}
		if seen[key] {
			d.fail("Duplicate argument", fmt.Sprintf("The argument %q is there twice.", key), pair.Key.Range())
		}
		seen[key] = true
		set := &d.config.Limits.Password
		switch key {
		case "length":
			// AWS accepts 6 to 128 characters and 1 to 24 remembered passwords.
			d.number(member, &set.Length, 6, 128)
		case "reuse":
			d.number(member, &set.Reuse, 1, 24)
		case "max_age":
			if d.duration(member, &set.MaxAge) && (set.MaxAge < 24*time.Hour || set.MaxAge > 1095*24*time.Hour) {
				d.invalid(member, "AWS lets a password last 1d to 1095d at most")
			}
		default:
			detail := fmt.Sprintf("An argument named %q is not expected here.", key)
			if near := Nearest(key, names); near != "" {
				detail += fmt.Sprintf(" Did you mean %q?", near)
			}
			d.fail("Unsupported argument", detail, pair.Key.Range())
		}
	}
}

func (d *decoder) number(a *hcl.Attribute, to *int, least, most int) {
	v, good := d.value(a)
	if !good {
		return
	}
	if v.IsNull() || !v.IsWhollyKnown() || v.Type() != cty.Number {
		d.wrong(a, "a number")
		return
	}
	f := v.AsBigFloat()
	n, acc := f.Int64()
	if acc != big.Exact || n < int64(least) || n > int64(most) {
		d.invalid(a, fmt.Sprintf("it must be a whole number from %d to %d", least, most))
		return
	}
	*to = int(n)
}

// parseDuration reads a whole number of days, hours or minutes, "90d".
func parseDuration(text string) (time.Duration, bool) {
	if len(text) < 2 {
		return 0, false
	}
	unit := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour, 'm': time.Minute}[text[len(text)-1]]
	digits := text[:len(text)-1]
	n, err := strconv.Atoi(digits)
	if err != nil || unit == 0 || n < 1 || n > 100_000 || digits[0] == '+' {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

func durationText(text string) string {
	if _, ok := parseDuration(text); ok {
		return ""
	}
	return fmt.Sprintf("%q is no duration such as \"4h\", \"90d\" or \"30m\"", text)
}

func dateText(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return ""
	}
	return fmt.Sprintf("%q is no date such as \"2027-03-31\"", text)
}

func notEmpty(text string) string {
	if strings.TrimSpace(text) == "" {
		return "it is empty"
	}
	return ""
}

func accountID(text string) string {
	if len(text) == 12 && strings.Trim(text, "0123456789") == "" {
		return ""
	}
	return fmt.Sprintf("%q is no AWS account number, which has twelve digits", text)
}

func organizationID(text string) string {
	if strings.HasPrefix(text, "o-") && len(text) > 2 {
		return ""
	}
	return fmt.Sprintf("%q is no organization, which starts with \"o-\"", text)
}

func arnPattern(text string) string {
	if text == "*" || strings.HasPrefix(text, "arn:") && strings.Count(text, ":") >= 5 {
		return ""
	}
	return fmt.Sprintf("%q is no ARN, which has six parts: arn:partition:service:region:account:resource", text)
}

func policyARN(text string) string {
	if problem := arnPattern(text); problem != "" {
		return problem
	}
	if !strings.Contains(text, ":policy/") {
		return fmt.Sprintf("%q is not the ARN of a policy", text)
	}
	return ""
}

func providerARN(text string) string {
	if problem := arnPattern(text); problem != "" {
		return problem
	}
	if !strings.Contains(text, ":saml-provider/") && !strings.Contains(text, ":oidc-provider/") {
		return fmt.Sprintf("%q is not the ARN of a SAML or OpenID Connect provider", text)
	}
	return ""
}

func severityName(text string) string {
	if _, err := ParseSeverity(text); err != nil {
		return err.Error()
	}
	return ""
}

func digest(text string) string {
	hex, ok := strings.CutPrefix(text, "sha256:")
	if ok && len(hex) == 64 && strings.Trim(hex, "0123456789abcdef") == "" {
		return ""
	}
	return fmt.Sprintf("%q is no digest, which is \"sha256:\" and 64 hexadecimal digits", text)
}

func oneOf(names ...string) check {
	return func(text string) string {
		if slices.Contains(names, text) {
			return ""
		}
		out := fmt.Sprintf("%q is none of %s", text, strings.Join(names, ", "))
		if near := Nearest(text, names); near != "" {
			out += fmt.Sprintf(" (did you mean %q?)", near)
		}
		return out
	}
}

// beside returns a path that a file names, relative to that file.
func beside(file, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
}
