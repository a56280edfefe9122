// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

func newTemplateCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "template",
		Short: "List, show, render, lint, test and compare role templates",
		Long: "Role templates: those that come with the program, by name or NAME@VERSION, and a team's own,\n" +
			"by the path of their file.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			a.code = exitError
			return cmd.Help()
		},
	}
	cmd.AddCommand(newTemplateListCommand(a), newTemplateShowCommand(a), newTemplateRenderCommand(a), newTemplateLintCommand(a), newTemplateTestCommand(a), newTemplateDiffCommand(a))
	return cmd
}

// templateJSON is one template in a list.
type templateJSON struct {
	Template  string   `json:"template"`
	Version   string   `json:"version"`
	Kind      string   `json:"kind"`
	Title     string   `json:"title"`
	Purpose   string   `json:"purpose"`
	Citations []string `json:"citations"`
	Trust     []string `json:"trust"`
	Hash      string   `json:"hash"`
}

func newTemplateListCommand(a *app) *cobra.Command {
	format := "text"
	var all bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the templates that come with the program",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list := template.Catalogue().Latest()
			if all {
				list = template.Catalogue().Templates
			}
			if err := textOrJSON(format); err != nil {
				return err
			}
			if format == "json" {
				out := []templateJSON{}
				for _, t := range list {
					out = append(out, describeTemplate(t))
				}
				return a.printJSON(out)
			}
			var b strings.Builder
			for _, t := range list {
				fmt.Fprintf(&b, "%-24s  %-8s  %-8s  %s\n", t.Name, t.Version, t.Kind, t.Title)
			}
			_, err := fmt.Fprint(a.out, b.String())
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	cmd.Flags().BoolVar(&all, "all", false, "every published version, not the newest alone")
	return cmd
}

func describeTemplate(t *template.Template) templateJSON {
	return templateJSON{
		Template: t.Name, Version: t.Version, Kind: string(t.Kind), Title: t.Title, Purpose: t.Purpose,
		Citations: t.Citations, Trust: t.ProfileNames(), Hash: t.Hash,
	}
}

func textOrJSON(format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format is text or json, not %q", format)
	}
	return nil
}

func newTemplateShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "show TEMPLATE",
		Short:   "Show one template as Markdown",
		Example: "  hipaacheck template show clinician\n  hipaacheck template show break_glass@1.0.0\n  hipaacheck template show pathology.hcl",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := a.template(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, t.Markdown())
			return err
		},
	}
}

// renderedJSON is what a template with arguments gives.
type renderedJSON struct {
	Template string                     `json:"template"`
	Version  string                     `json:"version"`
	Trust    json.RawMessage            `json:"trust"`
	Policies map[string]json.RawMessage `json:"policies"`
	Tags     map[string]string          `json:"tags"`
	Accepts  []acceptJSON               `json:"accepts"`
}

type acceptJSON struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

func newTemplateRenderCommand(a *app) *cobra.Command {
	only := ""
	cmd := &cobra.Command{
		Use:   "render TEMPLATE ARGUMENTS",
		Short: "Make the policies of a role as JSON",
		Long: "Makes the trust policy and the policies of a role from a template and a file of arguments, and writes\n" +
			"them as JSON. The file is written as the body of the role's resource: parameters as attributes, and a\n" +
			"block trust with a block for each way to become the role. - reads it from standard input.",
		Example: "  hipaacheck template render clinician cardiology.hcl\n  hipaacheck template render clinician cardiology.hcl --policy access > access.json",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := a.template(args[0])
			if err != nil {
				return err
			}
			r, err := a.rendered(t, args[1])
			if err != nil {
				return err
			}
			return a.printRendered(r, only)
		},
	}
	cmd.Flags().StringVar(&only, "policy", "", "write only the policy with this `name`; trust is the trust policy")
	return cmd
}

func (a *app) printRendered(r *template.Rendered, only string) error {
	out := renderedJSON{
		Template: r.Template.Name, Version: r.Template.Version, Trust: json.RawMessage("null"),
		Policies: map[string]json.RawMessage{}, Tags: map[string]string{}, Accepts: []acceptJSON{},
	}
	names := []string{}
	for _, d := range r.Documents() {
		text, ok := d.JSON()
		if !ok || !d.Known() {
			return fmt.Errorf("the document %s is not known in full", d.Name)
		}
		names = append(names, d.Name)
		if only == d.Name {
			return a.printJSON(json.RawMessage(text))
		}
		if d == r.Trust {
			out.Trust = json.RawMessage(text)
		} else {
			out.Policies[d.Name] = json.RawMessage(text)
		}
	}
	if only != "" {
		message := fmt.Sprintf("the template has no policy %q; it has %s", only, strings.Join(names, ", "))
		if near := config.Nearest(only, names); near != "" {
			message += fmt.Sprintf("; did you mean %q?", near)
		}
		return errors.New(message)
	}
	for k, v := range r.Tags {
		out.Tags[k] = string(v)
	}
	for _, ac := range r.Accepts {
		out.Accepts = append(out.Accepts, acceptJSON{Rule: ac.Rule, Reason: ac.Reason})
	}
	return a.printJSON(out)
}

// rendered renders a template with a file of arguments.
func (a *app) rendered(t *template.Template, file string) (*template.Rendered, error) {
	src, err := a.source(file)
	if err != nil {
		return nil, err
	}
	args, diags := template.ParseArguments(src, file, nil)
	if diags.HasErrors() {
		return nil, inFile(src, file, diags)
	}
	r, problems, diags := t.Render(args)
	if diags.HasErrors() {
		return nil, &diagnosticsError{diags: diags}
	}
	if len(problems) > 0 {
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.String()
		}
		return nil, fmt.Errorf("the template %s does not take the arguments of %s\n%s", t.Name, file, strings.Join(lines, "\n"))
	}
	return r, nil
}

func (a *app) source(file string) ([]byte, error) {
	f, err := a.open(file)
	if err != nil {
		if why := errors.Unwrap(err); why != nil {
			err = why
		}
		return nil, fmt.Errorf("the file %s cannot be read: %w", file, err)
	}
	defer f.Close() //nolint:errcheck // only read
	src, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be read: %w", file, err)
	}
	if len(src) > maxDocument {
		return nil, fmt.Errorf("the file %s has more than %d bytes", file, maxDocument)
	}
	return src, nil
}

// inFile adds the text to diagnostics, for snippets.
func inFile(src []byte, file string, diags hcl.Diagnostics) error {
	p := hclparse.NewParser()
	_, _ = p.ParseHCL(src, file)
	return &diagnosticsError{diags: diags, files: p.Files()}
}

// template finds a template by name, by NAME@VERSION, or by the path of a file.
func (a *app) template(name string) (*template.Template, error) {
	if !strings.ContainsAny(name, "./\\") || !strings.HasSuffix(name, ".hcl") {
		return catalogued(name)
	}
	return a.templateFile(name)
}

// templateFile reads the one template of a file.
func (a *app) templateFile(name string) (*template.Template, error) {
	src, err := a.source(name)
	if err != nil {
		return nil, err
	}
	file, diags := template.Parse(src, name, template.Catalogue())
	if diags.HasErrors() {
		return nil, inFile(src, name, diags)
	}
	if len(file.Templates) != 1 {
		return nil, fmt.Errorf("the file %s has %d templates; it must have one", name, len(file.Templates))
	}
	return file.Templates[0], nil
}

func catalogued(name string) (*template.Template, error) {
	plain, version, _ := strings.Cut(name, "@")
	if t := template.Catalogue().Template(plain, version); t != nil {
		return t, nil
	}
	var names []string
	for _, t := range template.Catalogue().Templates {
		names = append(names, t.Name)
		if t.Name == plain {
			return nil, fmt.Errorf("there is no version %s of the template %s; hipaacheck template list --all lists them", version, plain)
		}
	}
	message := fmt.Sprintf("there is no template %q", plain)
	if near := config.Nearest(plain, names); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return nil, errors.New(message + "\nhipaacheck template list lists them; a template of your own is named by the path of its .hcl file.")
}
