// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// mutant is one way to break a package.
type mutant struct {
	id int
	// key says which, without line numbers, so that it stays over edits.
	key, place string
}

// insertion puts text into a file. Of two at one place, the outer one stands
// outside.
type insertion struct {
	at, depth int
	closes    bool
	text      string
}

// instrumenter collects the mutants of one file.
type instrumenter struct {
	file      *token.File
	name, src string
	function  string
	mutants   *[]mutant
	inserts   []insertion
	seen      map[string]int
	depth     int
}

// chooser is added to the package: which mutant is on, and where asked for, a
// note of every mutant that a run comes by.
const chooser = `package %s

import (
	"os"
	"strconv"
)

var (
	mutantOn, _    = strconv.Atoi(os.Getenv("HIPAA_MUTANT"))
	mutantNotes, _ = os.OpenFile(os.Getenv("HIPAA_MUTANT_NOTES"), os.O_WRONLY, 0)
	mutantNoted    [%d]bool
)

func mutantAt(n int) bool {
	if mutantNotes != nil && !mutantNoted[n] {
		mutantNote(n)
	}
	return mutantOn == n
}

//go:noinline
func mutantNote(n int) {
	mutantNoted[n] = true
	_, _ = mutantNotes.WriteAt([]byte{1}, int64(n))
}

func mutantPick[T any](n int, a, b T) T {
	if mutantAt(n) {
		return b
	}
	return a
}

var _ = mutantPick[int]
`

// instrument writes a package's files with all mutants in them, and returns
// what to lay over which file.
func instrument(dir, temp string) ([]mutant, map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, nil, err
	}
	var mutants []mutant
	overlay := map[string]string{}
	pkg := ""
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, src, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		pkg = f.Name.Name
		in := &instrumenter{file: set.File(f.Pos()), name: filepath.Join(filepath.Base(dir), filepath.Base(path)), src: string(src), mutants: &mutants, seen: map[string]int{}}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				in.function = fn.Name.Name
				in.block(fn.Body.List)
			}
		}
		out := filepath.Join(temp, filepath.Base(path))
		if err := os.WriteFile(out, []byte(in.text()), 0o600); err != nil {
			return nil, nil, err
		}
		overlay[path] = out
	}
	out := filepath.Join(temp, "zz_mutant.go")
	overlay[filepath.Join(dir, "zz_mutant.go")] = out
	return mutants, overlay, os.WriteFile(out, fmt.Appendf(nil, chooser, pkg, len(mutants)+1), 0o600)
}

// text returns the file with all insertions.
func (in *instrumenter) text() string {
	sort.SliceStable(in.inserts, func(i, j int) bool {
		a, b := in.inserts[i], in.inserts[j]
		switch {
		case a.at != b.at:
			return a.at < b.at
		case a.closes != b.closes:
			return a.closes // what ends here ends before something begins
		case a.closes:
			return a.depth > b.depth
		}
		return a.depth < b.depth
	})
	var b strings.Builder
	at := 0
	for _, i := range in.inserts {
		b.WriteString(in.src[at:i.at])
		b.WriteString(i.text)
		at = i.at
	}
	b.WriteString(in.src[at:])
	return b.String()
}

func (in *instrumenter) raw(n ast.Node) string {
	return in.src[in.file.Offset(n.Pos()):in.file.Offset(n.End())]
}

// add notes a mutant of a node: before and after go around it, with %d for the
// mutant's number, and what says how it is broken.
func (in *instrumenter) add(n ast.Node, before, after, what string) {
	if strings.Contains(in.raw(n), "//") {
		return
	}
	id := len(*in.mutants) + 1
	key := strings.Join(strings.Fields(fmt.Sprintf("%s %s: %s → %s", in.name, in.function, in.raw(n), what)), " ")
	in.seen[key]++
	if k := in.seen[key]; k > 1 {
		key += fmt.Sprintf(" (%d)", k)
	}
	pos := in.file.Position(n.Pos())
	*in.mutants = append(*in.mutants, mutant{id: id, key: key, place: fmt.Sprintf("%s:%d:%d", pos.Filename, pos.Line, pos.Column)})
	number := func(s string) string { return strings.ReplaceAll(s, "%d", fmt.Sprint(id)) }
	in.depth++
	in.inserts = append(in.inserts,
		insertion{at: in.file.Offset(n.Pos()), depth: in.depth, text: number(before)},
		insertion{at: in.file.Offset(n.End()), depth: in.depth, closes: true, text: number(after)})
}

// condition puts another condition in place of one.
func (in *instrumenter) condition(n ast.Expr, other string) {
	in.add(n, "(!mutantAt(%d) && (", ") || mutantAt(%d) && ("+other+"))", other)
}

// block breaks the statements of a list.
func (in *instrumenter) block(list []ast.Stmt) {
	for _, s := range list {
		if in.removable(s) {
			in.add(s, "if !mutantAt(%d) { ", " }", "nothing")
		}
		in.inside(s)
	}
}

// ends reports whether a call is one of panic, behind which a function need not
// return.
func ends(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "panic"
}

// removable reports whether a file still compiles without the statement.
func (in *instrumenter) removable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return !ends(s.X)
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE && in.raw(s.Lhs[0]) != "_"
	case *ast.IncDecStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.CONTINUE || s.Tok == token.BREAK
	}
	return false
}

// inside breaks the parts of a node.
func (in *instrumenter) inside(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			in.block(n.List)
			return false
		case *ast.CaseClause:
			for _, e := range n.List {
				in.inside(e)
			}
			in.block(n.Body)
			return false
		case *ast.IfStmt:
			in.negate(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				in.negate(n.Cond)
			}
		case *ast.BinaryExpr:
			in.binary(n)
		case *ast.UnaryExpr:
			if n.Op == token.NOT {
				in.condition(n, in.raw(n.X))
			}
		case *ast.Ident:
			if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
				in.condition(n, other)
			}
		case *ast.KeyValueExpr: // a key may be the name of a field
			in.inside(n.Value)
			return false
		}
		return true
	})
}

// negate breaks a condition that no other way breaks.
func (in *instrumenter) negate(n ast.Expr) {
	switch n.(type) {
	case *ast.CallExpr, *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		in.condition(n, "!"+in.raw(n))
	}
}

var others = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
}

func (in *instrumenter) binary(n *ast.BinaryExpr) {
	x, y := in.raw(n.X), in.raw(n.Y)
	switch n.Op {
	case token.LAND, token.LOR:
		in.condition(n, x)
		in.condition(n, y)
	case token.ADD, token.SUB:
		if in.number(n.X) || in.number(n.Y) {
			op := map[token.Token]string{token.ADD: "-", token.SUB: "+"}[n.Op]
			in.add(n, "mutantPick(%d, ", ", "+x+op+"("+y+"))", x+op+y)
		}
	default:
		for _, op := range others[n.Op] {
			in.condition(n, x+op.String()+y)
		}
	}
}

// number reports whether an expression is one for sure, and no constant that
// has to stay one.
func (in *instrumenter) number(n ast.Expr) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		return n.Kind == token.INT
	case *ast.CallExpr:
		return strings.HasPrefix(in.raw(n), "len(")
	}
	return false
}
