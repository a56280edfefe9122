// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// catalogue holds blocks/*.hcl and profiles/*.hcl, and each version of each
// template as roles/NAME/VERSION.hcl.
//
//go:embed catalogue
var catalogue embed.FS

// Library is a set of templates with the blocks and profiles they use.
type Library struct {
	// Templates are by name, the newest version first.
	Templates []*Template
	Blocks    map[string]*Block
	Profiles  map[string]*Profile
}

var loadCatalogue = sync.OnceValues(func() (*Library, hcl.Diagnostics) { return Load(catalogue, "catalogue") })

// Catalogue returns the embedded library. It is read once, and whoever gets it
// may not change it. It panics where the embedded files are wrong, which a test
// of this package rules out.
func Catalogue() *Library {
	library, diags := loadCatalogue()
	if diags.HasErrors() {
		panic("embedded role templates: " + diags.Error())
	}
	return library
}

// Load reads a library from the folders blocks, profiles and roles below root.
// It goes on after a mistake, so that the diagnostics name all of them.
func Load(files fs.FS, root string) (*Library, hcl.Diagnostics) {
	lib := &Library{Blocks: map[string]*Block{}, Profiles: map[string]*Profile{}}
	var diags hcl.Diagnostics
	var names []string
	err := fs.WalkDir(files, root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) == ".hcl" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return lib, append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable library", Detail: err.Error()})
	}
	// "blocks" and "profiles" sort before "roles", which use them.
	sort.Strings(names)
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable library", Detail: err.Error()})
			continue
		}
		file, d := Parse(src, name, lib)
		diags = append(diags, d...)
		diags = append(diags, lib.add(file, name)...)
	}
	sort.SliceStable(lib.Templates, func(i, j int) bool {
		a, b := lib.Templates[i], lib.Templates[j]
		if a.Name != b.Name {
			return a.Name < b.Name
		}
		return newer(a.Version, b.Version)
	})
	return lib, diags
}

func (l *Library) add(file *File, name string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range file.Blocks {
		l.Blocks[b.Name] = b
	}
	for _, p := range file.Profiles {
		l.Profiles[p.Name] = p
	}
	for _, t := range file.Templates {
		if want := path.Join(t.Name, t.Version+".hcl"); !strings.HasSuffix(name, "/"+want) {
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Misplaced template", Subject: t.Range.Ptr(),
				Detail: fmt.Sprintf("Template %s of version %s belongs in %s.", t.Name, t.Version, want),
			})
		}
		l.Templates = append(l.Templates, t)
	}
	return diags
}

// newer compares two semantic versions. What is no version counts as 0.0.0.
func newer(a, b string) bool {
	x, y := numbers(a), numbers(b)
	for i := range x {
		if x[i] != y[i] {
			return x[i] > y[i]
		}
	}
	return false
}

func numbers(v string) (out [3]int) {
	for i, part := range strings.SplitN(v, ".", 3) {
		if n, err := strconv.Atoi(part); err == nil {
			out[i] = n
		}
	}
	return out
}

// Latest returns the newest version of every template, by name.
func (l *Library) Latest() []*Template {
	var out []*Template
	for i, t := range l.Templates {
		if i == 0 || l.Templates[i-1].Name != t.Name {
			out = append(out, t)
		}
	}
	return out
}

// Roles returns the newest version of every template that is of a role, by name.
func (l *Library) Roles() []*Template {
	return slices.DeleteFunc(l.Latest(), func(t *Template) bool { return t.Kind != KindRole })
}

// Template returns a template; an empty version means the newest. It returns
// nil where there is none.
func (l *Library) Template(name, version string) *Template {
	for _, t := range l.Templates {
		if t.Name == name && (version == "" || t.Version == version) {
			return t
		}
	}
	return nil
}

func (d *decoder) findBlock(name string) *Block {
	for _, b := range d.file.Blocks {
		if b.Name == name {
			return b
		}
	}
	return d.library.Blocks[name]
}

func (d *decoder) findProfile(name string) *Profile {
	for _, p := range d.file.Profiles {
		if p.Name == name {
			return p
		}
	}
	return d.library.Profiles[name]
}

func (d *decoder) blockNames() []string {
	names := keysOf(d.library.Blocks)
	for _, b := range d.file.Blocks {
		names = append(names, b.Name)
	}
	return names
}

func (d *decoder) profileNames() []string {
	names := keysOf(d.library.Profiles)
	for _, p := range d.file.Profiles {
		names = append(names, p.Name)
	}
	return names
}
