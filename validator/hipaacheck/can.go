// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// canFlags are the flags of the command can, as given.
type canFlags struct {
	config, source, as, do, on, format string
	context                            []string
	before, allowIncomplete            bool
	outsideFlags
}

func newCanCommand(a *app) *cobra.Command {
	f := &canFlags{format: "text"}
	cmd := &cobra.Command{
		Use:   "can PLAN [--as PRINCIPAL] --do ACTION --on RESOURCE [--context k=v]…",
		Short: "Whether a principal may do an action after the plan, and why",
		Long: "Decides one request by a principal of the plan, and shows what each statement says about it.\n\n" +
			"PRINCIPAL is an address (aws_iam_role.reader), an ARN or a name. RESOURCE is an ARN, \"*\", or the address of a\n" +
			"resource of the plan, which may be followed by a path (aws_s3_bucket.images/scan.dcm).\n\n" +
			"Without --as it lists every principal of the plan that may, by itself or by assuming roles one after another.\n\n" +
			"Exit codes: 0 allowed, 2 denied (nobody is allowed), 1 undetermined or unreadable.",
		Example: "  hipaacheck can tfplan --as aws_iam_role.reader --do s3:GetObject --on arn:aws:s3:::images/scan.dcm\n" +
			"  hipaacheck can tfplan --do s3:GetObject --on arn:aws:s3:::images/scan.dcm",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.can(cmd, f, args[0]) },
	}
	s := cmd.Flags()
	s.StringVar(&f.as, "as", "", "`PRINCIPAL` that asks; without it, who can is listed")
	s.StringVar(&f.do, "do", "", "`ACTION`, service:Action")
	s.StringVar(&f.on, "on", "", "`RESOURCE` asked about")
	s.StringArrayVar(&f.context, "context", nil, "condition key and value, `KEY=VALUE`, repeatable; a key given twice has both values")
	s.BoolVar(&f.before, "before", false, "before the plan instead of after it")
	s.StringVar(&f.config, "config", "", "configuration `FILE`")
	s.StringVar(&f.source, "source", "", "the root module's `DIR`, or the saved plan that holds the source")
	f.outsideFlags.add(s)
	s.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "read a plan that is not complete (never an errored one)")
	s.StringVar(&f.format, "format", f.format, "text or json")
	return cmd
}

func (a *app) can(cmd *cobra.Command, f *canFlags, path string) error {
	for _, flag := range [][2]string{{"do", f.do}, {"on", f.on}} {
		if flag[1] == "" {
			return fmt.Errorf("--%s is missing; can needs --do ACTION --on RESOURCE, and --as PRINCIPAL unless it is to tell who can", flag[0])
		}
	}
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("--format is text or json, not %q", f.format)
	}
	if service, name, ok := strings.Cut(f.do, ":"); !ok || service == "" || name == "" || strings.ContainsAny(f.do, "*?") {
		return fmt.Errorf("--do is one action, service:Action, not %q", f.do)
	}
	cfg, err := a.config(f.config, path)
	if err != nil {
		return err
	}
	p, err := plan.Read(cmd.Context(), path, plan.Options{AllowIncomplete: f.allowIncomplete, Source: f.source, Stdin: a.in, Getenv: a.getenv})
	if err != nil {
		return err
	}
	if p.Outside, err = f.outsideFlags.read(); err != nil {
		return err
	}
	change, err := p.Change(cfg)
	if err != nil {
		return err
	}
	side := change.After
	if f.before {
		side = change.Before
	}
	if f.as == "" {
		if cmd.Flags().Changed("as") {
			return errors.New("--as names nobody: is a variable not set? Without the flag, can tells who can")
		}
		return a.whoCan(f, side)
	}
	return a.canOn(f, side)
}

// canOn decides on one side of the change.
func (a *app) canOn(f *canFlags, side *account.Account) error {
	who, err := principalNamed(side, f.as)
	if err != nil {
		return err
	}
	given := map[string][]string{}
	for _, pair := range f.context {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return fmt.Errorf("--context is KEY=VALUE, not %q", pair)
		}
		given[strings.ToLower(key)] = append(given[strings.ToLower(key)], value)
	}
	var c *canAnswer
	for _, name := range namesOn(side, f.on) {
		if other := answerOn(f, side, who, name, given); c == nil || other.before(c) {
			c = other
		}
	}
	d, r, policies, hidden, notes := c.decision, c.request, c.policies, c.hidden, c.notes
	a.code = decisionCode(d.Result)
	conceal(&d, hidden)
	if f.format == "json" {
		return a.printJSON(jsonl.NewDecision(d))
	}
	name := r.Principal.ID
	if who.Hidden {
		// What a statement compares with the principal would tell its name.
		name = who.Requester()
		for _, doc := range policies.All() {
			hidden[doc] = true
		}
	}
	text := decisionText(d, policies, r, name, hidden)
	for _, n := range notes {
		text += fill("Note: "+n+".") + "\n"
	}
	_, err = fmt.Fprint(a.out, text)
	return err
}

// canAnswer is the answer to a request on a resource by one of its names.
type canAnswer struct {
	decision policy.Decision
	request  *policy.Request
	policies *policy.Policies
	hidden   map[*policy.Document]bool
	notes    []string
}

// before reports whether the answer counts more than the one by another name: what
// is denied by any name is denied, and what is allowed by one is allowed.
func (c *canAnswer) before(other *canAnswer) bool {
	rank := func(c *canAnswer) int {
		switch {
		case strings.HasPrefix(c.decision.By, "explicit-deny"):
			return 0
		case c.decision.Result == policy.Allowed:
			return 1
		case c.decision.Result == policy.Undetermined:
			return 2
		}
		return 3
	}
	return rank(c) < rank(other)
}

func answerOn(f *canFlags, side *account.Account, who *account.Principal, name string, given map[string][]string) *canAnswer {
	policies := who.Policies()
	hidden := map[*policy.Document]bool{}
	for _, d := range documentsOf(who) {
		if d.Policy != nil {
			d.Policy.Name = documentName(d)
			hidden[d.Policy] = d.Sensitive
		}
	}
	r := &policy.Request{Principal: who.Subject(), Action: f.do, Resource: name, Context: given}
	if parts := strings.SplitN(r.Resource, ":", 6); r.Principal.Account == "" && len(parts) == 6 {
		r.Principal.Account = parts[4] // nothing tells the principal's account: it is taken to be the resource's
	}
	notes := append(unsettled(who), onResource(side, &policies, r, f.on, hidden)...)
	d := policy.Evaluate(&policies, r)
	if policies.Resource == nil && d.By == "implicit-deny:resource" { // what is not at hand limits nothing
		policies.ResourceNotAtHand = true
		if d = policy.Evaluate(&policies, r); d.Result == policy.Allowed {
			notes = append(notes, "the policy of "+r.Resource+" is not at hand, and is taken to allow")
		}
	}
	if d.Result == policy.Denied && len(notes) > 0 && !strings.HasPrefix(d.By, "explicit-deny") {
		d = policy.Decision{Result: policy.Undetermined, Reason: strings.Join(notes, "; ")}
	}
	return &canAnswer{d, r, &policies, hidden, notes}
}

// unsettled says which documents that bear on a principal are not at hand.
func unsettled(p *account.Principal) []string {
	var out []string
	for _, at := range p.All() {
		switch d := at.Document; {
		case d.Undetermined != nil:
			out = append(out, fmt.Sprintf("%s of %s is not known: %s", d.Attribute, d.Address, d.Undetermined.Reason))
		case d.NotAtHand:
			out = append(out, "the policy "+documentName(d)+" is not at hand")
		}
	}
	return out
}

func documentsOf(p *account.Principal) []*account.Document {
	var out []*account.Document
	for _, at := range p.All() {
		out = append(out, at.Document)
	}
	if p.Boundary.Document != nil {
		out = append(out, p.Boundary.Document)
	}
	return out
}

// documentName is how an explanation names a document.
func documentName(d *account.Document) string {
	switch {
	case d.Address != "" && d.Attribute != "" && d.Attribute != "policy":
		return d.Address + "." + d.Attribute
	case d.Address != "":
		return d.Address
	case d.Sensitive:
		return "(sensitive value)"
	case d.ARN != "":
		return d.ARN
	}
	return d.Name
}

// principalNamed finds a principal by address, ARN or name.
func principalNamed(side *account.Account, name string) (*account.Principal, error) {
	var found []*account.Principal
	var addresses []string
	for _, p := range side.Principals {
		if p.Kind == account.Group {
			continue
		}
		if p.Address == name || p.ARN == name && name != "" {
			return p, nil
		}
		if p.Name == name {
			found = append(found, p)
		}
		addresses = append(addresses, p.Address)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("several principals are called %q; give the address of one, such as %s", name, found[0].Address)
	}
	message := fmt.Sprintf("the plan has no role or user %q", name)
	if near := config.Nearest(name, addresses); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return nil, errors.New(message)
}

// resourceNamed turns an address, with or without a path, into the reference
// by which documents of the plan name the resource.
func resourceNamed(s string) string {
	if s == "*" || strings.HasPrefix(s, "arn:") || strings.HasPrefix(s, "<") || !strings.Contains(s, ".") {
		return s
	}
	address, path, has := strings.Cut(s, "/")
	if has {
		return "<" + address + ".arn>/" + path
	}
	return "<" + address + ".arn>"
}

// counted writes a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// conceal takes out of a decision what it shows of documents that the plan
// marks sensitive.
func conceal(d *policy.Decision, hidden map[*policy.Document]bool) {
	for i, m := range d.Statements {
		if hidden[m.Document] {
			d.Statements[i].Sid = ""
		}
	}
	for _, sensitive := range hidden {
		if sensitive && d.Reason != "" {
			d.Reason = "a document that is marked sensitive leaves it open"
		}
	}
}

// decisionText says a decision about who asks, and what each statement has to do
// with it. Of hidden documents it shows only whether their statements match.
func decisionText(d policy.Decision, p *policy.Policies, r *policy.Request, who string, hidden map[*policy.Document]bool) string {
	var b strings.Builder
	verdict := map[policy.Result]string{policy.Allowed: "Allowed", policy.Denied: "Denied", policy.Undetermined: "Undetermined"}[d.Result]
	b.WriteString(verdict)
	if d.By != "" {
		b.WriteString(" (" + d.By + ")")
	}
	b.WriteString("\n")
	if d.Reason != "" {
		b.WriteString(fill("Reason: "+d.Reason+".") + "\n")
	}
	b.WriteString("\n" + requestText(who, r.Action, r.Resource, r.Context) + "\n")
	steps, others := policy.Trace(p, r)
	for _, s := range steps {
		what := map[policy.Truth]string{policy.True: "matches", policy.False: "does not match", policy.Unknown: "may match"}[s.Match]
		line := fmt.Sprintf("  %-5s %s, statement %d", s.Statement.Effect, s.Document.Name, s.Statement.Index)
		if s.Statement.Sid != "" && !hidden[s.Document] {
			line += " (" + s.Statement.Sid + ")"
		}
		line += " " + what
		if s.Because != "" && !hidden[s.Document] {
			line += ": " + s.Because
		}
		b.WriteString(line + "\n")
	}
	if len(steps) == 0 {
		b.WriteString("  No statement is about this action.\n")
	}
	if others > 0 {
		fmt.Fprintf(&b, "  %s about other actions.\n", counted(others, "statement is", "statements are"))
	}
	return b.String()
}
