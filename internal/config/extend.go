// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// maxExtends is how many files may extend one another.
const maxExtends = 8

// decoder turns the syntax of a file, and of those that it extends, into one
// configuration and collects every mistake. The outermost central file is read
// first; what a nearer file says takes its place, argument by argument.
type decoder struct {
	config *Config
	rules  Catalogue
	files  Files
	diags  hcl.Diagnostics

	extends string
	// names are the file's own final; they bind the files that extend it.
	names []string
	added map[string]hcl.Range
	// pending are names of rules and checks to look up in the end.
	pending []pendingName
}

// file reads one file; from are the files that extend it, and at is where the
// last one does so.
func (d *decoder) file(path string, from []string, at *hcl.Range) {
	src, err := d.files.Read(path)
	if err != nil {
		d.diags = append(d.diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Cannot read the configuration", Detail: fmt.Sprintf("The file %s cannot be read: %s.", path, reason(err)), Subject: at,
		})
		return
	}
	d.config.sources[path] = src
	file, diags := syntax(src, path)
	if d.diags = append(d.diags, diags...); diags.HasErrors() {
		return
	}
	// A mistake in extends is told once, when the whole of the file is read.
	if head, _, _ := file.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "extends"}}}); head != nil {
		if a := head.Attributes["extends"]; a != nil {
			if name, ok := text(notEmpty).read(&decoder{}, a); ok {
				d.base(path, name, append(slices.Clone(from), path), a.Expr.Range())
			}
		}
	}
	before := d.config.derived()
	d.added = map[string]hcl.Range{}
	d.take("", file.Body, d.root())
	d.profiled(before, path)
	maps.Copy(d.config.finals, d.added)
	if len(from) > 0 { // it is a central file
		for name, set := range d.config.Rules {
			d.config.waivable[name] = d.config.given("rule."+name+".waivable") && !set.NotWaivable
		}
	}
}

// base reads the central file that a file names.
func (d *decoder) base(path, name string, from []string, at hcl.Range) {
	central := beside(path, name)
	if root := rootOf(path); root != "" && !filepath.IsAbs(name) {
		if _, err := d.files.Read(central); errors.Is(err, fs.ErrNotExist) {
			if other := filepath.Join(root, filepath.FromSlash(name)); other != central {
				if _, err := d.files.Read(other); err == nil {
					central = other
				}
			}
		}
	}
	same := func(file string) bool { return absolute(file) == absolute(central) }
	switch {
	case slices.ContainsFunc(from, same):
		d.fail("Configuration extends itself", fmt.Sprintf("%s is extended by %s, which it extends itself.", central, strings.Join(from, ", which extends ")), at)
	case len(from) >= maxExtends:
		d.fail("Too many files", fmt.Sprintf("More than %d configurations extend one another.", maxExtends), at)
	default:
		d.file(central, from, &at)
	}
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// final checks the names in final and keeps them for the files that extend this one.
func (d *decoder) final(a *hcl.Attribute) {
	elements, _ := hcl.ExprList(a.Expr)
	for i, name := range d.names {
		at := a.Expr.Range()
		if len(elements) == len(d.names) {
			at = elements[i].Range()
		}
		if rule, ok := strings.CutPrefix(name, "rule."); ok {
			d.pending = append(d.pending, pendingName{"Unknown setting", rule, at})
		} else if problem := d.settingName(name); problem != "" {
			d.fail("Unknown setting", problem, at)
			continue
		}
		d.added[name] = at
	}
}

// settingName says what is wrong with the name of a setting, or "".
func (d *decoder) settingName(name string) string {
	probe := &decoder{config: &Config{}, rules: d.rules, files: d.files}
	known, rest := probe.root(), name
	var near []string
	prefix := ""
	for {
		near = near[:0]
		part, after, more := strings.Cut(rest, ".")
		for _, f := range known.fields {
			near = append(near, prefix+f.name)
			if f.name == part {
				if !more {
					return ""
				}
				members, ok := f.kind["properties"].(kind)
				if _, known := members[after]; ok && known {
					return ""
				}
				for member := range members {
					near = append(near, prefix+part+"."+member)
				}
			}
		}
		var next *section
		for i, s := range known.sections {
			near = append(near, prefix+s.name)
			if s.name == part {
				next = &known.sections[i]
			}
		}
		switch {
		case next == nil:
			problem := fmt.Sprintf("There is no setting %q.", name)
			if n := Nearest(name, near); n != "" {
				problem += fmt.Sprintf(" Did you mean %q?", n)
			}
			return problem
		case !more:
			return ""
		case next.label != "":
			return "" // whatever the label is: what is not there now may not be added
		}
		known, rest, prefix = next.body(bare), after, prefix+part+"."
	}
}

// guard refuses a change that asks for less than a central file that says it is final.
func (d *decoder) guard(path, why string, at hcl.Range) {
	for _, name := range sortedKeys(d.config.finals) {
		if !covers(name, path) {
			continue
		}
		where := ""
		if origin, ok := d.config.origins[path]; ok && origin.Filename != at.Filename {
			where = fmt.Sprintf(" It is set at %s.", origin)
		}
		d.fail("Setting is final", fmt.Sprintf("%q cannot be weakened here: %s. %q is final at %s.%s", path, why, name, d.config.finals[name], where), at)
		return
	}
}

// covers reports whether a name in final stands for the setting.
func covers(name, path string) bool { return path == name || strings.HasPrefix(path, name+".") }

// derived are the values that follow from the profile where they are not set.
type derived struct {
	password   Password
	mfa        string
	phi, other time.Duration
}

func (c *Config) derived() derived {
	phi, other := c.reviewLimits()
	return derived{c.PasswordLimits(), c.mfa(), phi, other}
}

// profiled refuses a profile that makes less of what is final.
func (d *decoder) profiled(before derived, path string) {
	at, ok := d.config.origins["profile"]
	if !ok || at.Filename != path {
		return
	}
	now := d.config.derived()
	told := func(name string) bool { o, ok := d.config.origins[name]; return ok && o.Filename == path }
	if why := numberAtLeast(func() int { return before.password.Length })(0, now.password.Length); why != "" && !told("limits.password.length") {
		d.guard("limits.password.length", why, at)
	}
	if why := numberAtLeast(func() int { return before.password.Reuse })(0, now.password.Reuse); why != "" && !told("limits.password.reuse") {
		d.guard("limits.password.reuse", why, at)
	}
	if why := atMost(noLimit)(before.password.MaxAge, now.password.MaxAge); why != "" && !told("limits.password.max_age") {
		d.guard("limits.password.max_age", why, at)
	}
	if why := cmp.Or(atMost(noLimit)(before.phi, now.phi), atMost(noLimit)(before.other, now.other)); why != "" && !told("principals.max_review") && !told("principals.max_review.phi") && !told("principals.max_review.other") {
		d.guard("principals.max_review", why, at)
	}
	if before.mfa == MFAAlways && now.mfa != MFAAlways && !told("trust.mfa") {
		d.guard("trust.mfa", "it is \"always\"", at)
	}
}

// taken refuses a name that a central file has given to another block.
func (d *decoder) taken(what, name string, first, at hcl.Range) {
	d.fail("Duplicate "+what, fmt.Sprintf("There is a block %s %q at %s already; choose another name.", what, name, first), at)
}
