// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Tree is a configuration's source: the root module and the modules that it
// calls. It does not change once it is read, and may be used at the same time by
// several evaluations.
type Tree struct {
	// calls are the modules by the path of calls ("department.service_role");
	// "" is the root.
	calls map[string]*calledModule
	// texts are the files that were read as configuration, by the name that
	// ranges use.
	texts map[string][]byte
	data  dataFiles
	tofu  bool
	named string // goes before the name of each file
}

// calledModule is a module as one path of calls reaches it.
type calledModule struct {
	key string
	dir string // from the root module's directory
	*module
	// downloaded says that the module is not of this repository.
	downloaded bool
	// missing says why there is no module, where module is nil.
	missing string
}

// Limits of what is read; no real configuration comes near.
const (
	maxModules   = 10_000
	maxCallDepth = 64
	maxFile      = 4 << 20
)

// Option changes how a Tree is read.
type Option func(*Tree)

// WithOpenTofu reads *.tofu files, before the *.tf files of the same name.
// Without it they are read only in modules that have no other file.
func WithOpenTofu() Option { return func(t *Tree) { t.tofu = true } }

// WithPrefix puts a path before the name of every file in ranges: the way from
// the repository's root to the file system's.
func WithPrefix(prefix string) Option { return func(t *Tree) { t.named = prefix } }

// WithData gives the files that file, templatefile and the like read, where the
// tree itself holds none: a saved plan holds configuration only. root is the
// root module's directory in fsys.
func WithData(fsys fs.FS, root string) Option {
	return func(t *Tree) { t.data = dataFiles{fsys: fsys, root: cleanDir(root)} }
}

// moduleFiles finds the files of modules.
type moduleFiles interface {
	// names lists the configuration files of a module; an error says why the
	// module is not at hand.
	names(key, dir string) ([]string, error)
	read(key, dir, name string) ([]byte, error)
}

type manifest struct {
	Modules []struct{ Key, Source, Dir string }
}

// FromFS reads a configuration from a file system. root is the root module's
// directory in it ("." for its top); modules outside of the file system are not
// at hand, nor are files that configuration reads by such a path. What terraform
// init downloaded is found by .terraform/modules/modules.json.
//
// os.DirFS follows symbolic links to anywhere; give the FS of an os.Root to stay
// inside a directory.
//
// The diagnostics tell what could not be read. The tree is usable all the same
// as far as it goes; it is nil only where the root module has no configuration.
func FromFS(fsys fs.FS, root string, opts ...Option) (*Tree, hcl.Diagnostics) {
	f := fsFiles{fsys: fsys, root: cleanDir(root)}
	t := &Tree{data: dataFiles{fsys: fsys, root: f.root, whole: true}}
	var list manifest
	var diags hcl.Diagnostics
	if text, err := readFile(fsys, path.Join(f.root, ".terraform/modules/modules.json")); err == nil {
		if err := json.Unmarshal(text, &list); err != nil {
			diags = append(diags, problem(hcl.DiagWarning, "Cannot read the list of modules", ".terraform/modules/modules.json is damaged: "+err.Error()+". Run terraform init.", nil))
		}
	}
	return t.load(f, list, diags, opts)
}

// FromZIP reads the configuration inside a saved plan.
func FromZIP(z *zip.Reader, opts ...Option) (*Tree, hcl.Diagnostics) {
	f := zipFiles{}
	for _, file := range z.File {
		rest, ok := strings.CutPrefix(file.Name, "tfconfig/")
		if !ok {
			continue
		}
		dir, name := path.Split(rest)
		if dir == "" && name == "modules.json" {
			f[""] = append(f[""], file)
		} else if key, ok := strings.CutPrefix(strings.TrimSuffix(dir, "/"), "m-"); ok {
			f["m-"+key] = append(f["m-"+key], file)
		}
	}
	t := &Tree{}
	var list manifest
	var diags hcl.Diagnostics
	for _, file := range f[""] {
		text, err := unpack(file)
		if err == nil {
			err = json.Unmarshal(text, &list.Modules)
		}
		if err != nil {
			diags = append(diags, problem(hcl.DiagWarning, "Cannot read the list of modules", "tfconfig/modules.json in the saved plan is damaged: "+err.Error()+".", nil))
		}
	}
	return t.load(f, list, diags, opts)
}

// load reads the root module and all that it calls.
func (t *Tree) load(f moduleFiles, list manifest, diags hcl.Diagnostics, opts []Option) (*Tree, hcl.Diagnostics) {
	for _, o := range opts {
		o(t)
	}
	t.calls, t.texts = map[string]*calledModule{}, map[string][]byte{}
	dirs := map[string]string{}
	for _, m := range list.Modules {
		dirs[m.Key] = path.Clean(strings.ReplaceAll(m.Dir, `\`, "/"))
	}
	l := &loader{tree: t, files: f, dirs: dirs, parsed: map[string]*module{}}
	root := l.open("", ".", false)
	diags = append(diags, l.diags...)
	if root.module == nil {
		return nil, append(diags, problem(hcl.DiagError, "Not a configuration", root.missing+".", nil))
	}
	l.diags = nil
	l.descend([]*calledModule{root})
	return t, append(diags, l.diags...)
}

type loader struct {
	tree   *Tree
	files  moduleFiles
	dirs   map[string]string
	parsed map[string]*module // by key for a ZIP, by directory else
	diags  hcl.Diagnostics
}

// open reads the module of one path of calls.
func (l *loader) open(key, dir string, downloaded bool) *calledModule {
	c := &calledModule{key: key, dir: dir, downloaded: downloaded || strings.Contains("/"+dir+"/", "/.terraform/modules/")}
	l.tree.calls[key] = c
	at := dir
	if _, ok := l.files.(zipFiles); ok {
		at = key
	}
	if m, ok := l.parsed[at]; ok && m != nil {
		c.module = m
		return c
	}
	names, err := l.files.names(key, dir)
	if err == nil && len(names) == 0 {
		err = errors.New("it holds no configuration (*.tf, *.tf.json)")
	}
	if err != nil {
		c.missing = fmt.Sprintf("the module in %s is not at hand: %s", dir, err)
		return c
	}
	m := newModule()
	for _, name := range inOrder(names, l.tree.tofu) {
		shown := path.Join(l.tree.named, dir, name)
		text, err := l.files.read(key, dir, name)
		if err != nil {
			l.diags = append(l.diags, problem(hcl.DiagError, "Cannot read a file of the configuration", shown+": "+err.Error()+".", nil))
			m.broken = true
			continue
		}
		l.tree.texts[shown] = text
		found := m.add(text, shown, isOverride(name))
		m.broken = m.broken || found.HasErrors()
		l.diags = append(l.diags, found...)
	}
	l.parsed[at] = m
	c.module = m
	return c
}

// descend reads the modules that are called, level by level: where there are too
// many, those nearest to the root are read.
func (l *loader) descend(level []*calledModule) {
	for depth := 0; len(level) > 0; depth++ {
		var next []*calledModule
		for _, c := range level {
			if c.module == nil {
				continue
			}
			for _, call := range c.callOrder {
				key := moduleKeyOf(c.key, call.name)
				if depth == maxCallDepth || len(l.tree.calls) == maxModules {
					l.diags = append(l.diags, problem(hcl.DiagError, "Too many modules", fmt.Sprintf("The module calls at module.%s nest too deep or are too many; they are not read.", strings.ReplaceAll(key, ".", ".module.")), call.def.Ptr()))
					return
				}
				next = append(next, l.open(key, l.dirOf(c, call, key), c.downloaded))
			}
		}
		level = next
	}
}

// dirOf returns the directory of a called module.
func (l *loader) dirOf(c *calledModule, call *block, key string) string {
	if dir, known := l.dirs[key]; known {
		return dir
	}
	if from := call.source(); strings.HasPrefix(from, "./") || strings.HasPrefix(from, "../") {
		return path.Join(c.dir, from)
	}
	return path.Join(".terraform/modules", key)
}

// Text returns the text of a file of the configuration by the name that ranges
// use, or nil.
func (t *Tree) Text(filename string) []byte { return t.texts[filename] }

// Call is a module call on the way to a resource.
type Call struct {
	// Range is the head of the block.
	Range hcl.Range
	// Downloaded says that the call leads out of this repository, into a module
	// that terraform init downloaded, or to one that such a module calls.
	Downloaded bool
}

// Calls returns the module calls that lead to a resource, the outermost first, as
// far as the source has them.
func (t *Tree) Calls(address string) []Call {
	var out []Call
	at := t.calls[""]
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(address), "address", hcl.InitialPos)
	for !diags.HasErrors() && len(steps) > 1 && stepText(steps[0]) == "module" {
		var name string
		name, _, steps = callStep(steps[1:])
		if at == nil || at.module == nil || at.module.calls[name] == nil {
			break
		}
		call := at.module.calls[name]
		at = t.calls[moduleKeyOf(at.key, name)]
		out = append(out, Call{Range: call.def, Downloaded: at != nil && at.downloaded})
	}
	return out
}

func problem(severity hcl.DiagnosticSeverity, summary, detail string, at *hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: detail, Subject: at}
}

func cleanDir(dir string) string {
	return path.Clean(strings.ReplaceAll(dir, `\`, "/"))
}
