// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var word = regexp.MustCompile(`\w+`)

// TestUnread: no package that has to do with the resources of a plan names an
// attribute that is not kept, neither by itself nor within a path. An attribute
// that a rule comes to read has to leave the list.
func TestUnread(t *testing.T) {
	said := map[string]map[string]string{} // by folder, each word with the file
	about := map[string]bool{"internal/account": true, "validator/plan/bearers": true}
	root := filepath.Join("..", "..")
	for _, top := range []string{"internal", "validator"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			dir := filepath.ToSlash(filepath.Dir(file))
			tree, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, i := range tree.Imports {
				name := strings.Trim(i.Path.Value, `"`)
				about[dir] = about[dir] || slices.ContainsFunc([]string{"/internal/account", "/terraform-json", "/validator/plan"}, func(s string) bool { return strings.HasSuffix(name, s) })
			}
			if said[dir] == nil {
				said[dir] = map[string]string{}
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil {
						for _, w := range word.FindAllString(s, -1) {
							said[dir][w] = file
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	about["internal/scan"] = false // it knows of no attribute
	if len(unread()) < 400 || !about["internal/safeguard"] || said["internal/safeguard"]["retention_in_days"] == "" {
		t.Fatal("the test does not see what it is about")
	}
	for dir := range about {
		if !about[dir] {
			continue
		}
		for name, file := range said[dir] {
			if unread()[name] {
				t.Errorf("%s names %q, which unread.txt says that nothing does", file, name)
			}
		}
	}
	if lines := strings.Fields(unreadText); !slices.IsSorted(lines) || len(lines) != len(unread()) {
		t.Error("unread.txt is not in order, or a name stands twice")
	}
}
