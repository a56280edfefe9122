// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"path/filepath"
)

// Files are files as a trusted git ref has them.
type Files interface {
	// List returns the names of the files in a directory, nil where it is not there.
	List(dir string) ([]string, error)
	Read(path string) ([]byte, error)
}

// Root is the root module's directory; "" where that is not known: the source
// is of a saved plan that lies elsewhere.
func (s *Source) Root() string {
	if s == nil {
		return ""
	}
	return s.root
}

// As returns the source as other files have it: the same root module, and the
// modules that its calls name by a local path. It returns nil where the root
// module's directory is not known.
func (s *Source) As(files Files) *Source {
	if s.Root() == "" {
		return nil
	}
	return &Source{prefix: s.prefix, root: s.root, files: otherFiles{s.root, files}, modules: map[string]*sourceModule{"": {dir: "."}}}
}

// otherFiles is a source whose files are elsewhere.
type otherFiles struct {
	root  string
	files Files
}

func (o otherFiles) path(m *sourceModule) string {
	return filepath.Join(o.root, filepath.FromSlash(m.dir))
}

func (o otherFiles) list(m *sourceModule) []string {
	names, err := o.files.List(o.path(m))
	if err != nil {
		return nil // outside of the repository: nothing there is trusted
	}
	var out []string
	for _, name := range names {
		if isConfigFile(name) {
			out = append(out, name)
		}
	}
	return out
}

func (o otherFiles) read(m *sourceModule, name string) ([]byte, error) {
	return o.files.Read(filepath.Join(o.path(m), name))
}
