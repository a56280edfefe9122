// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const settleFiles = "the directory that the plan was made in, with the files that its configuration reads"

// fileArg reads the argument that names a file. Where the file cannot be told,
// v is the value to return.
func (c *invocation) fileArg() (name string, v cty.Value, err error) {
	if len(c.args) == 0 {
		return "", cty.NilVal, c.wrongArguments()
	}
	a := c.e.asText(c.args[0])
	name, ok := asString(a)
	if !ok {
		return "", cty.NilVal, c.wrongArguments()
	}
	// The working directory is the root module's.
	r, n := utf8.DecodeRuneInString(name)
	if id, _, is := holeOf(r); is && id < len(c.e.holes.list) && c.e.holes.list[id].name == cwdName {
		name = "." + name[n:]
	}
	if len(c.e.idsIn(name)) > 0 {
		v, err = c.undecided("which file is read")
	}
	return name, v, err
}

// content reads a file of the source. Where it is not at hand, v is the value to
// return.
func (c *invocation) content() (name string, content []byte, v cty.Value, err error) {
	p, v, err := c.fileArg()
	if err != nil || v != cty.NilVal {
		return "", nil, v, err
	}
	name, why := c.e.tree.data.locate(p)
	if why == nil {
		content, why = readFile(c.e.tree.data.fsys, name)
	}
	if why != nil {
		shown := p
		if c.in.sensitive {
			shown = "a file with a sensitive name"
		}
		v, err = c.e.undecidedFor(hole{name: c.shown(), why: shown + " is not among the source at hand: " + why.Error(), settle: settleFiles}, c.args...)
		return "", nil, v, err
	}
	return name, content, cty.NilVal, c.e.step(len(content) / stepWeight)
}

func (c *invocation) file() (cty.Value, error) {
	_, content, v, err := c.content()
	if err != nil || v != cty.NilVal {
		return v, err
	}
	switch c.name {
	case "file":
		if !utf8.Valid(content) {
			return v, fail(c.at, "file: the file is no text in UTF-8")
		}
		if err := c.e.ownText(string(content)); err != nil {
			return v, err
		}
		return c.keep(cty.StringVal(string(content))), nil
	case "filebase64":
		return c.keep(cty.StringVal(base64.StdEncoding.EncodeToString(content))), nil
	}
	return c.keep(cty.StringVal(hashes[strings.TrimPrefix(c.name, "file")](content))), nil
}

func (c *invocation) fileExists() (cty.Value, error) {
	p, v, err := c.fileArg()
	if err != nil || v != cty.NilVal {
		return v, err
	}
	d := c.e.tree.data
	name, why := d.locate(p)
	if why == nil {
		info, err := fs.Stat(d.fsys, name)
		switch {
		case err == nil && info.Mode().IsRegular():
			return c.keep(cty.True), nil
		case err == nil:
			return v, fail(c.at, "fileexists: it is no file")
		case errors.Is(err, fs.ErrNotExist) && d.whole:
			return c.keep(cty.False), nil
		}
		why = reason(err)
	}
	return c.e.undecidedFor(hole{name: c.shown(), why: "whether a file exists is not known from the source at hand: " + why.Error(), settle: settleFiles}, c.args...)
}

// templateFile renders a template from the source.
func (c *invocation) templateFile() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	vars, v, err := c.templateVars(c.args[1])
	if err != nil || v != cty.NilVal {
		return v, err
	}
	name, content, v, err := c.content()
	if err != nil || v != cty.NilVal {
		return v, err
	}
	if !utf8.Valid(content) {
		return v, fail(c.at, "templatefile: the file is no text in UTF-8")
	}
	v, err = c.e.template(content, path.Join(c.e.tree.named, name), hcl.InitialPos, vars, c.at)
	if err != nil {
		return v, err
	}
	return c.keepMarks(v, c.args[0]), nil
}

func (c *invocation) keepMarks(v, from cty.Value) cty.Value {
	if from.HasMark(sensitiveMark{}) {
		return v.Mark(sensitiveMark{})
	}
	return v
}

// templateString renders a template that is a value.
func (c *invocation) templateString() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	vars, v, err := c.templateVars(c.args[1])
	if err != nil || v != cty.NilVal {
		return v, err
	}
	return c.e.renderText(c.args[0], vars, c.shown(), c.at)
}

// templateVars reads the variables of a template.
func (c *invocation) templateVars(from cty.Value) (vars map[string]node, v cty.Value, err error) {
	m, ok := c.mapping(from)
	if !ok {
		if from.IsKnown() {
			return nil, cty.NilVal, c.wrongArguments()
		}
		v, err = c.undecided("what variables a template has")
		return nil, v, err
	}
	vars = map[string]node{}
	for it := m.ElementIterator(); it.Next(); {
		k, x := it.Element()
		vars[k.AsString()] = valueNode{c.e, c.keepMarks(x, from)}
	}
	return vars, cty.NilVal, nil
}

// machinePath is a function whose result depends on the machine.
func (c *invocation) machinePath() (cty.Value, error) {
	return c.e.undecided(c.shown(), c.name+" depends on the machine", c.args...)
}

// fileSet lists the files of a directory whose names match a pattern.
func (c *invocation) fileSet() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	dir, v, err := c.fileArg()
	if err != nil || v != cty.NilVal {
		return v, err
	}
	pattern, ok := asString(c.e.asText(c.args[1]))
	if !ok || len(c.e.idsIn(pattern)) > 0 {
		return c.undecided("which files are listed")
	}
	d := c.e.tree.data
	at, why := d.locate(dir)
	if why == nil && !d.whole {
		why = errors.New("only some files are at hand")
	}
	if why != nil {
		return c.e.undecidedFor(hole{name: c.shown(), why: "the files of a directory are not known from the source at hand: " + why.Error(), settle: settleFiles}, c.args...)
	}
	re, err := globRegexp(pattern)
	if err != nil {
		return v, fail(c.at, "fileset: %s", err)
	}
	var found []cty.Value
	err = fs.WalkDir(d.fsys, at, func(p string, entry fs.DirEntry, err error) error {
		if stop := c.e.step(10); stop != nil {
			return stop
		}
		if err != nil {
			return nil //nolint:nilerr // what cannot be listed has no files
		}
		rel := strings.TrimPrefix(strings.TrimPrefix(p, at), "/")
		if at == "." {
			rel = p
		}
		if entry.Type().IsRegular() && re.MatchString(rel) {
			found = append(found, cty.StringVal(rel))
		}
		return nil
	})
	if err != nil {
		return v, err
	}
	if len(found) == 0 {
		return cty.SetValEmpty(cty.String), nil
	}
	return c.keep(cty.SetVal(found)), nil
}

// globRegexp translates a pattern of fileset: ** goes through directories, *
// and ? stay in one, {a,b} are alternatives.
func globRegexp(p string) (*regexp.Regexp, error) {
	const maxPattern = 1_000
	if len(p) > maxPattern {
		return nil, errors.New("the pattern is too long")
	}
	var b strings.Builder
	b.WriteString("^")
	depth := 0
	for i := 0; i < len(p); i++ {
		switch ch := p[i]; {
		case strings.HasPrefix(p[i:], "**/"):
			b.WriteString("(?:.*/)?")
			i += 2
		case strings.HasPrefix(p[i:], "**"):
			b.WriteString(".*")
			i++
		case ch == '*':
			b.WriteString("[^/]*")
		case ch == '?':
			b.WriteString("[^/]")
		case ch == '{':
			depth++
			b.WriteString("(?:")
		case ch == '}' && depth > 0:
			depth--
			b.WriteString(")")
		case ch == ',' && depth > 0:
			b.WriteString("|")
		case ch == '[':
			end := strings.IndexByte(p[i:], ']')
			if end < 0 {
				return nil, errors.New("a bracket in the pattern is not closed")
			}
			class := p[i+1 : i+end]
			if strings.HasPrefix(class, "!") {
				class = "^" + class[1:]
			}
			b.WriteString("[" + strings.ReplaceAll(class, `\`, `\\`) + "]")
			i += end
		case ch == '\\' && i+1 < len(p):
			i++
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		default:
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		}
	}
	b.WriteString("$")
	return regexp.Compile(b.String())
}
