// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/evidence"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/review"
)

// The files of a review's directory.
const (
	reviewFile    = "review.json"
	decisionsFile = "decisions.csv"
	pageFile      = "review.html"
	signaturesDir = "signatures"
)

// reviewFlags are the flags of the review commands.
type reviewFlags struct {
	planFlags
	out, format, signers, maxAge string
}

func (f *reviewFlags) common(s *pflag.FlagSet) {
	s.StringVar(&f.config, "config", "", "configuration `FILE` (default: .hipaacheck.hcl, looked up from the working directory to the repository root)")
	s.StringVar(&f.now, "now", "", "as of this `DATE`, YYYY-MM-DD or RFC 3339")
	s.StringVar(&f.evidence, "evidence", "", "ledger `DIR` to which what was done is added")
}

func newReviewCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Access reviews: who can do what with which PHI store, what was decided, and whether it was done",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.code = exitError
			return cmd.Help()
		},
	}
	cmd.AddCommand(a.reviewNew(), a.reviewSign(), a.reviewCheck(), a.reviewDiff())
	return cmd
}

func (a *app) reviewNew() *cobra.Command {
	f := &reviewFlags{}
	cmd := &cobra.Command{
		Use:   "new INPUT... [--out DIR]",
		Short: "Write a review of plans, states (terraform show -json) and authorization details",
		Long: "Writes a review: review.json, decisions.csv to fill in, and review.html to read and to print. Each input is a stack of its\n" +
			"own where there are several.\n\nExit codes: 0, or 1 where an input cannot be read.",
		Example: "  aws iam get-account-authorization-details > account.json\n  hipaacheck review new account.json plans/*.json --out reviews/2027-03",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.newReview(cmd.Context(), f, args) },
	}
	f.common(cmd.Flags())
	cmd.Flags().StringVar(&f.out, "out", "", "`DIR` to write (default: access-review-DATE)")
	cmd.Flags().BoolVar(&f.allowIncomplete, "allow-incomplete", false, "read a plan that is not complete (never an errored one)")
	return cmd
}

func (a *app) newReview(ctx context.Context, f *reviewFlags, args []string) error {
	now, err := a.at(f.now)
	if err != nil {
		return err
	}
	r, err := a.buildReview(ctx, f, args, now)
	if err != nil {
		return err
	}
	out := f.out
	if out == "" {
		out = "access-review-" + now.UTC().Format(time.DateOnly)
	}
	if _, err := os.Lstat(filepath.Join(out, reviewFile)); err == nil {
		return fmt.Errorf("%s holds a review already; name another folder with --out", out)
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	form, err := r.Form()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := r.HTML(&page); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	// The review comes last: a folder with it is whole.
	for _, file := range []struct {
		name string
		text []byte
	}{{decisionsFile, form}, {pageFile, page.Bytes()}, {reviewFile, append(text, '\n')}} {
		if err := os.WriteFile(filepath.Join(out, file.name), file.text, 0o644); err != nil { //nolint:gosec // for the reviewer to read
			return err
		}
	}
	if err := a.recordReview(f, "review new", now, out, "", nil); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%d principals, %d PHI stores, %d pairs to decide about.\nRead %s, fill in %s, then: hipaacheck review sign %s --as PERSON\n",
		len(r.Principals), len(r.Stores), len(r.Cells), filepath.Join(out, pageFile), filepath.Join(out, decisionsFile), out)
	if len(r.Undetermined) > 0 {
		a.say(fmt.Sprintf("Note: %d policies are not known, so something may be missing; %s lists them.\n", len(r.Undetermined), filepath.Join(out, pageFile)))
	}
	return err
}

// buildReview reads all inputs.
func (a *app) buildReview(ctx context.Context, f *reviewFlags, args []string, now time.Time) (*review.Review, error) {
	cfg, err := a.reviewConfig(f)
	if err != nil {
		return nil, err
	}
	var sources []review.Source
	for _, path := range args {
		kind := inputKind(path)
		in := review.Input{Path: path, Kind: kind}
		if len(args) > 1 {
			in.Stack = strings.TrimSuffix(filepath.ToSlash(path), filepath.Ext(path))
		}
		switch kind {
		case "account", "state":
			text, err := os.ReadFile(path) //nolint:gosec // the user names the file
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(text)
			in.SHA256 = "sha256:" + hex.EncodeToString(sum[:])
			read := plan.ReadState
			if kind == "account" {
				read = readDetails
			}
			at, err := read(path)
			if err != nil {
				return nil, err
			}
			sources = append(sources, review.Source{Input: in, Account: at})
		default:
			for p := range plan.Inputs(ctx, []string{path}, plan.Options{AllowIncomplete: f.allowIncomplete, Stdin: a.in, Getenv: a.getenv}) {
				if p.Err != nil {
					return nil, p.Err
				}
				one := in
				one.Path, one.SHA256 = p.Plan.Path, "sha256:"+p.Plan.SHA256
				if p.Stack != "" {
					one.Stack = p.Stack
				}
				change, err := p.Plan.Change(cfg)
				if err != nil {
					return nil, err
				}
				sources = append(sources, review.Source{Input: one, Account: change.After})
			}
		}
	}
	if len(sources) == 0 {
		return nil, fmt.Errorf("there is no plan, state or account in %s", strings.Join(args, ", "))
	}
	return review.New(ctx, sources, cfg, now)
}

// inputKind tells what an input is by the names that its JSON begins with: of a
// state and of authorization details nothing else is like them. Whatever is
// neither is read as a plan, which says what is wrong with it.
func inputKind(path string) string {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return "plan"
	}
	defer file.Close() //nolint:errcheck // nothing was written
	dec := json.NewDecoder(file)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return "plan"
	}
	state := false
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return "plan"
		}
		switch t {
		case "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies":
			return "account"
		case "resource_changes", "planned_values", "configuration":
			return "plan"
		case "values":
			state = true
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return "plan"
		}
	}
	if state {
		return "state"
	}
	return "plan"
}

// reviewConfig is the configuration that is named, else the one of the working directory.
func (a *app) reviewConfig(f *reviewFlags) (*config.Config, error) { return a.config(f.config, "-") }

// at is the time of --now, or now.
func (a *app) at(text string) (time.Time, error) {
	if text == "" {
		return a.now(), nil
	}
	return parseDate(text)
}

func (a *app) reviewSign() *cobra.Command {
	f, g := &reviewFlags{}, &approveFlags{}
	cmd := &cobra.Command{
		Use:   "sign DIR --as PERSON",
		Short: "Sign the decisions of a review with an SSH key",
		Long: "Signs review.json and decisions.csv as they are, into signatures/. The same key and the same person as for approvals.\n\n" +
			"Exit codes: 0 signed, else 1.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.signReview(cmd.Context(), f, g, args[0]) },
	}
	f.common(cmd.Flags())
	cmd.Flags().StringVar(&g.as, "as", "", "`PERSON` who decided, as in the file of approvers")
	cmd.Flags().StringVar(&g.reason, "reason", "Access review", "`TEXT` to sign with it")
	cmd.Flags().StringVar(&g.key, "key", "", "SSH key `FILE` (default: git's user.signingKey, else ~/.ssh/id_*)")
	return cmd
}

// signedFor is how long a signature over decisions holds: as long as they have
// to be kept, 45 CFR 164.316(b)(2)(i).
const signedFor = evidence.RetentionYears

func (a *app) signReview(ctx context.Context, f *reviewFlags, g *approveFlags, dir string) error {
	if g.as == "" {
		return errors.New("--as says who decided, as in the file of approvers: --as privacy-officer@example.org")
	}
	if err := approval.ValidPerson(g.as); err != nil {
		return err
	}
	now, err := a.at(f.now)
	if err != nil {
		return err
	}
	r, _, err := loadReview(dir)
	if err != nil {
		return err
	}
	if err := pageOf(r, dir); err != nil {
		return err
	}
	subjects, err := reviewSubjects(dir)
	if err != nil {
		return err
	}
	s, err := approval.New(subjects, approval.Predicate{Reason: g.reason, Approved: now, Expires: now.AddDate(signedFor, 0, 0)})
	if err != nil {
		return err
	}
	text, err := s.Canonical()
	if err != nil {
		return err
	}
	key, err := a.signingKey(ctx, g.key)
	if err != nil {
		return err
	}
	stdin, _ := a.in.(*os.File) // for a passphrase
	signature, err := approval.Sign(ctx, text, key, stdin)
	if err != nil {
		return err
	}
	at, err := approval.Write(filepath.Join(dir, signaturesDir), g.as, text, signature)
	if err != nil {
		return err
	}
	if err := a.recordReview(f, "review sign", now, dir, "", []string{g.as}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "Signed by %s: %s and %s as they are.\nWritten to %s\n", g.as, reviewFile, decisionsFile, at)
	return err
}

// pageOf refuses to sign where the page that people read is not the one of the
// review that they sign.
func pageOf(r *review.Review, dir string) error {
	var page bytes.Buffer
	if err := r.HTML(&page); err != nil {
		return err
	}
	path := filepath.Join(dir, pageFile)
	text, err := os.ReadFile(path) //nolint:gosec // the user names the folder
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil { //nolint:gosec // for the reviewer to read
			return err
		}
		return fmt.Errorf("%s was not there and is written now; read it, then sign", path)
	case err != nil:
		return err
	case !bytes.Equal(text, page.Bytes()):
		return fmt.Errorf("%s does not show what %s says: it was altered, or another version wrote it; remove it, and this command writes it anew, to be read before it is signed", path, reviewFile)
	}
	return nil
}

// reviewSubjects are the files that are signed, by their digests.
func reviewSubjects(dir string) ([]approval.Subject, error) {
	var out []approval.Subject
	for _, name := range []string{reviewFile, decisionsFile} {
		text, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // the user names the folder
		if err != nil {
			return nil, err
		}
		out = append(out, approval.SubjectOf(name, approval.Digest(text)))
	}
	return out, nil
}

// loadReview reads a review's directory.
func loadReview(dir string) (*review.Review, []review.Decision, error) {
	text, err := os.ReadFile(filepath.Join(dir, reviewFile)) //nolint:gosec // the user names the folder
	if err != nil {
		return nil, nil, fmt.Errorf("there is no review in %s; make one with: hipaacheck review new INPUT... --out %s", dir, dir)
	}
	r, err := readReview(text, filepath.Join(dir, reviewFile))
	if err != nil {
		return nil, nil, err
	}
	form, err := os.ReadFile(filepath.Join(dir, decisionsFile)) //nolint:gosec // as above
	if err != nil {
		return nil, nil, fmt.Errorf("the decisions cannot be read: %w", err)
	}
	decisions, err := review.ParseDecisions(form)
	if err == nil {
		err = r.Match(decisions)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read: %w", filepath.Join(dir, decisionsFile), err)
	}
	return r, decisions, nil
}

func readReview(text []byte, name string) (*review.Review, error) {
	r := &review.Review{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s is no review: %w", name, err)
	}
	if r.Schema != review.Schema {
		return nil, fmt.Errorf("%s is no review: its schema is %q, not %q", name, r.Schema, review.Schema)
	}
	return r, nil
}

// recordReview adds what was done with a review to the ledger.
func (a *app) recordReview(f *reviewFlags, command string, now time.Time, dir, verdict string, people []string) error {
	if f.evidence == "" {
		return nil
	}
	entry := evidence.Record{Time: now, Command: command, Verdict: verdict, Tool: evidence.Tool{Name: "hipaacheck", Version: versionText()}, Rules: evidence.Rules{SHA256: catalogueDigest()}, People: people}
	var attached []evidence.Attachment
	for _, name := range []string{reviewFile, decisionsFile} {
		text, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // the user names the folder
		if err != nil {
			return err
		}
		entry.Inputs = append(entry.Inputs, evidence.Input{Path: filepath.ToSlash(filepath.Join(dir, name)), SHA256: "sha256:" + approval.Digest(text)})
		attached = append(attached, evidence.Attachment{Name: name, Text: text})
	}
	given, _ := approval.Read(filepath.Join(dir, signaturesDir))
	for _, g := range given {
		for _, file := range []string{filepath.Join(filepath.Dir(g.Path), "statement.json"), g.Path} {
			if text, err := os.ReadFile(file); err == nil {
				attached = append(attached, evidence.Attachment{Name: signaturesDir + "/" + g.Digest + "/" + filepath.Base(file), Text: text})
			}
		}
	}
	slices.Sort(entry.People)
	done, err := evidence.Open(f.evidence).Append(entry, attached...)
	if err != nil {
		return err
	}
	a.say(fmt.Sprintf("Recorded as %d in %s; head %s\n", done.Sequence, f.evidence, done.Hash))
	return nil
}
