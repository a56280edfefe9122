// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"strconv"
	"strings"
)

// Input is one plan of those that were given, or why there is none.
type Input struct {
	// Path is the file as given or found, "-" for standard input; a document of
	// a stream has its number after it, "plans.json#2".
	Path string
	// Stack tells the plans of one run apart. It is "" for a lone plan that was
	// named itself.
	Stack string
	// Plan is nil where Err is set.
	Plan *Plan
	// Err is an [*Error] for whatever is wrong with the input.
	Err error
	// Skipped says that the file was met in a directory and is no plan, nor
	// meant to be one; Err says what it is.
	Skipped bool
}

// Inputs reads plans one after the other: files, standard input ("-"), every
// plan below a directory, and every document of a stream of several, as
// terragrunt run-all show -json writes them. An input that cannot be read does
// not keep the others from being read.
func Inputs(ctx context.Context, args []string, opt Options) iter.Seq[Input] {
	return func(yield func(Input) bool) {
		r := &inputs{ctx: ctx, opt: opt, stacks: map[string]bool{}, seen: map[string]string{}}
		var all []candidate
		for _, arg := range args {
			for _, c := range candidates(arg) {
				if len(args) > 1 && c.found { // of several directories the path in them does not tell
					c.stack = stackOf(shown(c.path))
				}
				all = append(all, c)
			}
		}
		r.several = len(all) > 1
		for _, c := range all {
			for _, in := range r.read(c) {
				if ctx.Err() != nil {
					in = Input{Path: c.path, Err: ctx.Err()}
				}
				if !yield(in) || ctx.Err() != nil {
					return
				}
			}
		}
	}
}

// candidate is a file that may hold plans.
type candidate struct {
	path, stack string
	// found says that the file was met in a directory, not named.
	found bool
	err   error
}

// inputs reads candidates.
type inputs struct {
	ctx     context.Context
	opt     Options
	several bool
	stacks  map[string]bool
	// seen holds the plans that were read in directories: directory, NUL, digest
	// of the plan's JSON.
	seen map[string]string
}

// read returns the plans of one file.
func (r *inputs) read(c candidate) []Input {
	if c.err != nil {
		return []Input{{Path: c.path, Err: c.err}}
	}
	one := func(err error) []Input {
		var own *Error
		return []Input{{Path: c.path, Err: err, Skipped: c.found && errors.As(err, &own) && own.NoPlan}}
	}
	file, err := openInput(c.path, r.opt)
	if err != nil {
		return one(err)
	}
	defer file.close()
	var docs []document
	source, err := file.decode(r.ctx, func(s *stream) error {
		docs = s.all()
		return nil
	})
	if err != nil {
		return one(err)
	}
	if given := r.opt.Source; given != "" {
		if source, err = OpenSource(given); err != nil {
			return one(err)
		}
	}
	if c.found && none(docs) {
		return one(docs[0].err)
	}
	if c.found && len(docs) == 1 && docs[0].plan != nil {
		key := parent(c.path) + "\x00" + docs[0].digest
		if other, twice := r.seen[key]; twice {
			return one(&Error{Path: c.path, Summary: "The same plan twice", Detail: "It is the plan of " + other + " beside it, which is checked.", NoPlan: true})
		}
		r.seen[key] = c.path
	}
	var out []Input
	for i, d := range docs {
		in := Input{Path: c.path, Stack: c.stack, Plan: d.plan, Err: d.err}
		if len(docs) > 1 {
			in.Path += "#" + strconv.Itoa(i+1)
			in.Stack += "#" + strconv.Itoa(i+1)
		} else if !r.several && !c.found {
			in.Stack = ""
		}
		if d.plan != nil {
			d.plan.Path, d.plan.Source = in.Path, source
			if file.archive != nil && len(docs) == 1 {
				d.plan.SHA256 = digestOf(file.archive)
			}
			in.Stack = r.unique(in.Stack)
		}
		var own *Error
		in.Skipped = c.found && errors.As(d.err, &own) && own.NoPlan
		out = append(out, in)
	}
	return out
}

// unique gives a stack a number where another one has its name.
func (r *inputs) unique(stack string) string {
	name := stack
	for n := 2; r.stacks[name]; n++ {
		name = stack + "~" + strconv.Itoa(n)
	}
	if name != "" {
		r.stacks[name] = true
	}
	return name
}

func digestOf(src []byte) string {
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:])
}

// none reports whether no document is a plan, nor meant to be one.
func none(docs []document) bool {
	for _, d := range docs {
		var own *Error
		if d.err == nil || !errors.As(d.err, &own) || !own.NoPlan {
			return false
		}
	}
	return true
}

// stackOf names a plan by its path: by its directory where the file has one of
// the names that every plan has, else by both.
func stackOf(path string) string {
	dir, file := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir, file = path[:i], path[i+1:]
	}
	for _, end := range []string{".json", ".tfplan", ".binary", ".plan", ".out"} {
		if short, ok := strings.CutSuffix(file, end); ok && short != "" {
			file = short
		}
	}
	switch usual := file == "plan" || file == "tfplan"; {
	case dir == "":
		return file
	case usual:
		return dir
	}
	return dir + "/" + file
}
