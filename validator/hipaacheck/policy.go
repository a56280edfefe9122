// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
)

func newPolicyCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Lint, compare and evaluate policy documents",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			a.code = exitError
			return cmd.Help()
		},
	}
	cmd.AddCommand(newPolicyLintCommand(a), newPolicyDiffCommand(a), newPolicyEvalCommand(a))
	return cmd
}

// kindNames are the kinds of documents in the order of the help.
var kindNames = []string{"identity", "boundary", "session", "resource", "trust", "scp", "rcp"}

func kindOf(name string) (policy.Kind, error) {
	if k, ok := jsonl.Kinds[name]; ok {
		return k, nil
	}
	message := fmt.Sprintf("--type is %s, not %q", strings.Join(kindNames, ", "), name)
	if near := config.Nearest(name, kindNames); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return 0, errors.New(message)
}

// open opens a file, or standard input for "-".
func (a *app) open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.in), nil
	}
	return os.Open(path) //nolint:gosec // a file that the caller names
}

// maxDocument bounds a policy file, in bytes: far over what AWS accepts.
const maxDocument = 4 << 20

// document reads and parses one policy file.
func (a *app) document(path string, kind policy.Kind) (d *policy.Document, problems []policy.Problem, src []byte, err error) {
	f, err := a.open(path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	if src, err = io.ReadAll(io.LimitReader(f, maxDocument+1)); err != nil {
		return nil, nil, nil, fmt.Errorf("the file %s cannot be read: %w", path, err)
	}
	if len(src) > maxDocument {
		return nil, nil, nil, fmt.Errorf("the file %s has more than %d bytes, which is no policy document", path, maxDocument)
	}
	d, problems = policy.Parse(src, kind)
	if d == nil {
		p := problems[0]
		return nil, nil, nil, fmt.Errorf("the file %s cannot be read: line %d, column %d: %s", path, p.Range.Start.Line, p.Range.Start.Column, p.Message)
	}
	d.Name = path
	return d, problems, src, nil
}

// lines answers JSON lines from a file or standard input.
func (a *app) lines(args []string, answer jsonl.Answerer) error {
	path := "-"
	switch {
	case len(args) == 1:
		path = args[0]
	case len(args) > 1:
		return errors.New("--jsonl reads one file, or - for standard input")
	}
	f, err := a.open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	return jsonl.Run(f, a.out, answer)
}

func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func newPolicyDiffCommand(a *app) *cobra.Command {
	kind, format := "identity", "text"
	var asLines, closed bool
	cmd := &cobra.Command{
		Use:   "diff OLD NEW | diff --jsonl [FILE|-]",
		Short: "Does the new document allow any request that the old one does not?",
		Long: "Decides whether the new policy document allows any request that the old one does not, and shows one.\n\n" +
			"Exit codes: 0 no, 2 yes, 1 undetermined or unreadable. With --jsonl each line is a question\n" +
			`{"id", "old", "new", "type"} and the exit code is 1 only where a line cannot be read.`,
		Example: "  hipaacheck policy diff old.json new.json\n  hipaacheck policy diff --jsonl questions.jsonl",
		RunE: func(_ *cobra.Command, args []string) error {
			opt := decide.Options{ClosedWorld: closed}
			if asLines {
				return a.lines(args, jsonl.Diff(opt))
			}
			if len(args) != 2 {
				return errors.New("policy diff compares two files: policy diff OLD NEW")
			}
			return a.policyDiff(args[0], args[1], kind, format, opt)
		},
	}
	s := cmd.Flags()
	s.StringVar(&kind, "type", kind, "`KIND` of the documents: "+strings.Join(kindNames, ", "))
	s.StringVar(&format, "format", format, "text or json")
	s.BoolVar(&asLines, "jsonl", false, "read questions as JSON lines")
	s.BoolVar(&closed, "closed-world", false, "count only actions that AWS has today")
	return cmd
}

func (a *app) policyDiff(oldPath, newPath, kindName, format string, opt decide.Options) error {
	kind, err := kindOf(kindName)
	if err != nil {
		return err
	}
	if format != "text" && format != "json" {
		return fmt.Errorf("--format is text or json, not %q", format)
	}
	var docs [2]*policy.Document
	for i, path := range []string{oldPath, newPath} {
		d, problems, _, err := a.document(path, kind)
		if err != nil {
			return err
		}
		for _, p := range problems {
			if _, err := fmt.Fprintf(a.err, "%s:%d:%d: AWS would refuse this: %s\n", path, p.Range.Start.Line, p.Range.Start.Column, p.Message); err != nil {
				return err
			}
		}
		docs[i] = d
	}
	answer := decide.DocumentNewAccess(docs[0], docs[1], kind, opt)
	switch answer.Result {
	case decide.Yes:
		a.code = exitBlocked
	case decide.Undetermined:
		a.code = exitError
	}
	if format == "json" {
		return a.printJSON(struct {
			Answer    string         `json:"answer"`
			Reason    string         `json:"reason"`
			SettledBy string         `json:"settled_by"`
			Witness   *jsonl.Witness `json:"witness"`
		}{answer.Result.String(), answer.Reason, answer.SettledBy, jsonl.NewWitness(answer)})
	}
	_, err = fmt.Fprint(a.out, diffText(answer, newPath))
	return err
}

// diffText says the answer in words.
func diffText(answer decide.Answer, path string) string {
	switch answer.Result {
	case decide.No:
		return fill(path+" allows no request that the old document does not allow as well.") + "\n"
	case decide.Undetermined:
		return fill("It is undetermined whether "+path+" allows more: "+answer.Reason+". What would settle it: "+answer.SettledBy+".") + "\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s allows requests that the old document does not, for example:\n\n", path)
	b.WriteString(requestText(answer.Witness.Principal, answer.Witness.Action, answer.Witness.Resource, answer.Witness.Context))
	return b.String()
}

// requestText writes a request, a line for each part.
func requestText(principal, action, resource string, context map[string][]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  principal  %s\n  action     %s\n  resource   %s\n", principal, action, resource)
	keys := make([]string, 0, len(context))
	for k := range context {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		label := "           "
		if i == 0 {
			label = "context    "
		}
		fmt.Fprintf(&b, "  %s%s = %s\n", label, k, strings.Join(context[k], ", "))
	}
	return b.String()
}
