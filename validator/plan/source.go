// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/source"
)

// Source is a configuration's source: where each resource is written.
type Source struct {
	// prefix goes before each file's name: the way from the repository's root.
	prefix string
	// root is the root module's directory, "" where that is not known.
	root    string
	files   sourceFiles
	modules map[string]*sourceModule
	// parsedTree is the source as the evaluator reads it, once parsed.
	parsedTree *source.Tree
	parsed     bool
}

// sourceFiles reads the source from a directory or from a saved plan.
type sourceFiles interface {
	// list returns the names of the files of a module, and read one of them.
	list(m *sourceModule) []string
	read(m *sourceModule, name string) ([]byte, error)
}

// sourceModule is one module of the configuration.
type sourceModule struct {
	key string // the path of calls, "department.service_role"; "" is the root
	// dir is the module's directory from the root module's.
	dir string
	// downloaded says that the module is not of this repository.
	downloaded bool
	index      *moduleIndex
}

// moduleManifest is one entry of modules.json.
type moduleManifest struct{ Key, Source, Dir string }

// OpenSource opens a configuration's source: the root module's directory, or a
// saved plan that holds it.
func OpenSource(name string) (*Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, &Error{Path: name, Summary: "Cannot read the source", Detail: cause(err) + "."}
	}
	if !info.IsDir() {
		src, err := os.ReadFile(name) //nolint:gosec // the user names the file
		if err != nil {
			return nil, &Error{Path: name, Summary: "Cannot read the source", Detail: cause(err) + "."}
		}
		if !isArchive(src) {
			return nil, &Error{Path: name, Summary: "Not a source", Detail: "The source is neither a directory nor a saved plan. Give the root module's directory, or the file that terraform plan -out wrote."}
		}
		a, err := openArchive(src, name)
		if err != nil {
			return nil, err
		}
		return a.source(), nil
	}
	s := &Source{prefix: FromRepository(name), root: name, files: dirFiles{name}, modules: map[string]*sourceModule{"": {dir: "."}}}
	found, err := filepath.Glob(filepath.Join(name, "*.t*"))
	if err != nil || !slices.ContainsFunc(found, isConfigFile) {
		return nil, &Error{Path: name, Summary: "Not a source", Detail: "The directory holds no Terraform configuration (*.tf, *.tf.json). Give the root module's directory."}
	}
	text, err := os.ReadFile(filepath.Join(name, ".terraform", "modules", "modules.json"))
	if err == nil {
		var manifest struct{ Modules []moduleManifest }
		if json.Unmarshal(text, &manifest) == nil {
			s.manifest(manifest.Modules)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Path: name, Summary: "Cannot read the source", Detail: "The list of modules: " + cause(err) + "."}
	}
	return s, nil
}

func (s *Source) manifest(list []moduleManifest) {
	for _, m := range list {
		if m.Key != "" {
			dir := filepath.ToSlash(m.Dir)
			s.modules[m.Key] = &sourceModule{key: m.Key, dir: dir, downloaded: strings.Contains("/"+dir+"/", "/.terraform/modules/")}
		}
	}
}

func isConfigFile(name string) bool {
	for _, end := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// dirFiles is a source on disk, under the root module's directory.
type dirFiles struct{ root string }

func (d dirFiles) list(m *sourceModule) []string {
	entries, err := os.ReadDir(d.dir(m))
	if err != nil {
		return nil // a module that was not fetched has no positions
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && isConfigFile(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out
}

func (d dirFiles) dir(m *sourceModule) string {
	if filepath.IsAbs(m.dir) {
		return m.dir
	}
	return filepath.Join(d.root, filepath.FromSlash(m.dir))
}

func (d dirFiles) read(m *sourceModule, name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.dir(m), name)) //nolint:gosec // a file of the configuration
}

// zipFiles is the source inside a saved plan: tfconfig/m-<module>/<file>.
type zipFiles struct{ a *archive }

func (z zipFiles) list(m *sourceModule) []string {
	var out []string
	for _, f := range z.a.zip.File {
		if dir, name := path.Split(f.Name); dir == "tfconfig/m-"+m.key+"/" && isConfigFile(name) {
			out = append(out, name)
		}
	}
	return out
}

func (z zipFiles) read(m *sourceModule, name string) ([]byte, error) {
	text, ok, err := z.a.file("tfconfig/m-" + m.key + "/" + name)
	if !ok && err == nil {
		err = fs.ErrNotExist
	}
	return text, err
}

// source opens the source in the archive. Its file names are relative to the
// root module; where the same files lie beside the plan, they are those.
func (a *archive) source() *Source {
	s := &Source{files: zipFiles{a}, modules: map[string]*sourceModule{"": {dir: "."}}}
	if text, ok, err := a.file("tfconfig/modules.json"); ok && err == nil {
		var list []moduleManifest
		if json.Unmarshal(text, &list) == nil {
			s.manifest(list)
		}
	}
	names := s.files.list(s.modules[""])
	if len(names) == 0 {
		return nil
	}
	dir := filepath.Dir(a.path)
	for _, name := range names {
		inside, err := s.files.read(s.modules[""], name)
		if err != nil {
			return s
		}
		beside, err := os.ReadFile(filepath.Join(dir, filepath.Base(name))) //nolint:gosec // a file beside the plan
		if err != nil || !bytes.Equal(inside, beside) {
			return s
		}
	}
	s.prefix, s.root = FromRepository(dir), dir
	return s
}

// FromRepository returns the way from the repository's root to a directory, or
// "" outside of a repository.
func FromRepository(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			rel, err := filepath.Rel(at, abs)
			if err != nil || rel == "." {
				return ""
			}
			return filepath.ToSlash(rel)
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}
