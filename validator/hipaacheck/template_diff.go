// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
)

// answerJSON is what a new version newly allows.
type answerJSON struct {
	Answer    string         `json:"answer"`
	Reason    string         `json:"reason"`
	SettledBy string         `json:"settled_by"`
	Witness   *jsonl.Witness `json:"witness"`
}

func newTemplateDiffCommand(a *app) *cobra.Command {
	format, arguments := "text", ""
	cmd := &cobra.Command{
		Use:   "diff OLD NEW --arguments FILE",
		Short: "What does a role newly allow when its template changes?",
		Long: "Renders two templates, or two versions of one, with the same arguments, and decides whether the new one\n" +
			"allows any request, or lets anybody in, that the old one does not. The file of arguments is as for render.\n\n" +
			"Exit codes: 0 no, 2 yes, 1 undetermined or unreadable.",
		Example: "  hipaacheck template diff break_glass@1.0.0 break_glass --arguments emergency.hcl",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := textOrJSON(format); err != nil {
				return err
			}
			if arguments == "" {
				return errors.New("what a template allows depends on its arguments: give them with --arguments FILE")
			}
			return a.templateDiff(args[0], args[1], arguments, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	cmd.Flags().StringVar(&arguments, "arguments", "", "`file` of arguments with which both are rendered")
	return cmd
}

func (a *app) templateDiff(oldName, newName, arguments, format string) error {
	var access [2]*decide.Access
	var trust [2]*policy.Document
	for i, name := range []string{oldName, newName} {
		t, err := a.template(name)
		if err != nil {
			return err
		}
		r, err := a.rendered(t, arguments)
		if err != nil {
			return fmt.Errorf("rendering %s: %w", name, err)
		}
		access[i] = &decide.Access{}
		for _, d := range r.Policies {
			text, _ := d.JSON()
			doc, _ := policy.Parse([]byte(text), policy.Identity)
			access[i].Identity = append(access[i].Identity, doc)
		}
		if r.Trust != nil {
			text, _ := r.Trust.JSON()
			trust[i], _ = policy.Parse([]byte(text), policy.Trust)
		}
	}
	permissions := decide.NewAccess(access[0], access[1], decide.Question{}, decide.Options{})
	people := decide.Answer{}
	if trust[1] != nil {
		people = decide.DocumentNewAccess(trust[0], trust[1], policy.Trust, decide.Options{})
	}
	for _, answer := range []decide.Answer{permissions, people} {
		switch {
		case answer.Result == decide.Undetermined:
			a.code = exitError
		case answer.Result == decide.Yes && a.code == exitPass:
			a.code = exitBlocked
		}
	}
	if format == "json" {
		return a.printJSON(struct {
			Access answerJSON `json:"access"`
			Trust  answerJSON `json:"trust"`
		}{answered(permissions), answered(people)})
	}
	_, err := fmt.Fprintf(a.out, "What a session may do: %s\nWho may become the role: %s\n", diffWords(permissions), diffWords(people))
	return err
}

func answered(answer decide.Answer) answerJSON {
	return answerJSON{answer.Result.String(), answer.Reason, answer.SettledBy, jsonl.NewWitness(answer)}
}

func diffWords(answer decide.Answer) string {
	switch answer.Result {
	case decide.No:
		return "nothing new."
	case decide.Undetermined:
		return "undetermined: " + answer.Reason
	}
	text := "newly allowed"
	if w := answer.Witness; w != nil {
		text += fmt.Sprintf(", for one, %s on %s", w.Action, w.Resource)
	}
	return text + "."
}
