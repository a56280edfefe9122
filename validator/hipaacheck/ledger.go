// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/evidence"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// record adds what was decided to the ledger of --evidence; without the flag it
// does nothing.
func (a *app) record(f *planFlags, command, verdict string, r *validator.Report, plans ...*checkedPlan) error {
	if f.evidence == "" {
		return nil
	}
	now := a.now()
	if f.now != "" {
		at, err := parseDate(f.now)
		if err != nil {
			return err
		}
		now = at
	}
	var text bytes.Buffer
	if err := report.JSON(&text, r, report.Options{}); err != nil {
		return err
	}
	entry := evidence.Record{
		Time: now, Command: command, Verdict: verdict, Tool: evidence.Tool{Name: r.Tool.Name, Version: r.Tool.Version},
		Rules:  evidence.Rules{SHA256: catalogueDigest(), Only: r.Rules.Only, Skip: r.Rules.Skip},
		Counts: map[string]int{"critical": r.Summary.Introduced.Critical, "high": r.Summary.Introduced.High, "medium": r.Summary.Introduced.Medium, "low": r.Summary.Introduced.Low},
	}
	attached := []evidence.Attachment{{Name: "report.json", Text: text.Bytes()}}
	for _, p := range r.Plans {
		entry.Inputs = append(entry.Inputs, evidence.Input{Path: p.Path, SHA256: "sha256:" + p.SHA256, Stack: p.Stack})
	}
	for _, w := range r.Findings {
		if w.Waiver != nil {
			entry.Waivers = append(entry.Waivers, evidence.Waiver{
				Rule: w.Rule, Address: w.Address, Reason: w.Waiver.Reason, Owner: w.Waiver.Owner, Ticket: w.Waiver.Ticket, Expires: w.Waiver.Expires,
			})
		}
	}
	if v := r.Approvals; v != nil {
		for _, g := range v.Given {
			entry.Approvals = append(entry.Approvals, evidence.Approval(g))
			entry.People = append(entry.People, g.Person)
		}
		for _, m := range v.Missing {
			entry.Missing = append(entry.Missing, m.Name+" for "+m.Address)
		}
		entry.People = append(entry.People, v.Requesters...)
		slices.Sort(entry.People)
		entry.People = slices.Compact(entry.People)
	}
	for _, p := range plans {
		attached = append(attached, a.besides(p, &entry)...)
	}
	done, err := evidence.Open(f.evidence).Append(entry, attached...)
	if err != nil {
		return err
	}
	a.say(fmt.Sprintf("Recorded as %d in %s; head %s\n", done.Sequence, f.evidence, done.Hash))
	return nil
}

// besides are the configuration, the approvals and the files of approvers that a
// plan was judged by. What cannot be read any more is left out: the report says
// what was decided by it.
func (a *app) besides(p *checkedPlan, entry *evidence.Record) []evidence.Attachment {
	var out []evidence.Attachment
	if p.config != nil {
		if text := p.config.Text(); text != nil {
			sum := sha256.Sum256(text)
			entry.Config = &evidence.Input{Path: filepath.ToSlash(filepath.Base(p.config.Path)), SHA256: "sha256:" + hex.EncodeToString(sum[:])}
			out = append(out, evidence.Attachment{Name: "config.hcl", Text: text})
		}
	}
	if p.given == nil || p.report.Approvals == nil {
		return out
	}
	for _, b := range p.config.Approvals {
		if s := p.given.Signers(b.SignersPath()); s != nil {
			out = append(out, evidence.Attachment{Name: "approvers/" + b.Name, Text: s.Text})
		}
	}
	for _, g := range p.given.Given {
		counts := slices.ContainsFunc(p.report.Approvals.Given, func(v validator.Given) bool {
			return v.Person == g.Person && g.Statement.Covers(v.Digest)
		})
		if !counts {
			continue
		}
		for _, file := range []string{filepath.Join(filepath.Dir(g.Path), "statement.json"), g.Path} {
			if text, err := os.ReadFile(file); err == nil {
				out = append(out, evidence.Attachment{Name: "approvals/" + g.Digest + "/" + filepath.Base(file), Text: text})
			}
		}
	}
	return out
}

// catalogueDigest is the digest of the rules: their names, severities and citations.
func catalogueDigest() string {
	h := sha256.New()
	e := json.NewEncoder(h)
	for _, r := range safeguard.Rules() {
		_ = e.Encode([]any{r.Name, r.Severity.String(), r.Citations, r.Title}) // texts into a hash: there is nothing to fail
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func newEvidenceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Verify and export the ledger",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.code = exitError
			return cmd.Help()
		},
	}
	head := ""
	verify := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check that no record was changed, left out or, with --head, cut off",
		Long: "Checks every record of the ledger, its link to the one before, and every file it speaks of. With a head that was kept\n" +
			"elsewhere it also shows whether records were taken off the end.\n\nExit codes: 0 it holds, 2 it does not, 1 there is no ledger.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("head") && head == "" {
				return errors.New("--head names no hash: is a variable not set? Without the flag, a cut-off end is not seen")
			}
			return a.verifyLedger(args[0], head)
		},
	}
	verify.Flags().StringVar(&head, "head", "", "`HASH` of a record that was kept elsewhere")
	out := ""
	export := &cobra.Command{
		Use:   "export DIR --out DIR",
		Short: "Write one folder for an auditor: the ledger, an index in HTML and CSV, OSCAL assessment results",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if out == "" {
				return fmt.Errorf("--out names the folder to write, which must not be there yet")
			}
			v, err := evidence.Open(args[0]).Export(out, versionText(), a.now())
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(a.out, "%d records written to %s; head %s\n", len(v.Records), out, v.Head); err != nil {
				return err
			}
			if len(v.Problems) > 0 {
				a.code = exitBlocked
				return a.problems(v)
			}
			return nil
		},
	}
	export.Flags().StringVar(&out, "out", "", "`DIR` to write")
	cmd.AddCommand(verify, export)
	return cmd
}

func (a *app) verifyLedger(dir, head string) error {
	v, err := evidence.Open(dir).Verify(head)
	if err != nil {
		return err
	}
	if len(v.Problems) > 0 {
		a.code = exitBlocked
		return a.problems(v)
	}
	for _, name := range v.Leftovers {
		a.say("Of no record, as a run that was killed leaves it, or whoever takes the last record away: " + name + "\n")
	}
	for _, name := range v.Backwards {
		a.say("Dated before the record before it: " + name + "\n")
	}
	last := ""
	if n := len(v.Records); n > 0 {
		last = ", the last of " + v.Records[n-1].Time.UTC().Format(time.RFC3339)
	}
	_, err = fmt.Fprintf(a.out, "The ledger holds: %d records%s.\nHead %s\n", len(v.Records), last, v.Head)
	return err
}

// problems names the first bad record on a line of its own, then all.
func (a *app) problems(v *evidence.Verification) error {
	first := v.Problems[0]
	where := first.Record
	if where == "" {
		where = "the ledger as a whole"
	}
	if _, err := fmt.Fprintf(a.out, "THE LEDGER DOES NOT HOLD. First bad record: %s\n", where); err != nil {
		return err
	}
	for _, p := range v.Problems {
		name := p.Record
		if name == "" {
			name = "ledger"
		}
		if _, err := fmt.Fprintf(a.out, "  %s: %s\n", name, p.Reason); err != nil {
			return err
		}
	}
	return nil
}
