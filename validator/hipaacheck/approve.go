// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// approveFlags are the flags of the command approve, beside those of plan.
type approveFlags struct {
	as, reason, ticket, expires, key string
}

// defaultValidity is how long an approval holds where neither --expires nor the
// configuration says.
const defaultValidity = 7 * 24 * time.Hour

func newApproveCommand(a *app) *cobra.Command {
	f, g := &planFlags{}, &approveFlags{}
	cmd := &cobra.Command{
		Use:   "approve [flags] PLAN --as PERSON --reason TEXT",
		Short: "Sign an approval of a change",
		Long: "Signs an approval of each change of the plan that an approval block of the configuration demands. The statement and the\n" +
			"signature are written to .iam/approvals; commit them. OpenSSH alone can check them:\n\n" +
			"  ssh-keygen -Y verify -n hipaacheck-approval -f approvers -I PERSON -s PERSON.sig < statement.json\n\n" +
			"Exit codes: 0 signed, else 1.",
		Example: "  hipaacheck approve plan.json --as privacy-officer@example.org --reason 'Study 12 starts' --ticket IT-7",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.approve(cmd.Context(), f, g, args) },
	}
	f.judging(cmd.Flags())
	s := cmd.Flags()
	s.StringVar(&g.as, "as", "", "`PERSON` who approves, as in the file of approvers")
	s.StringVar(&g.reason, "reason", "", "`TEXT` that says why")
	s.StringVar(&g.ticket, "ticket", "", "`TICKET` of the change")
	s.StringVar(&g.expires, "expires", "", "last `DATE` on which the approval holds (default: as long as the configuration's max_age, else 7 days)")
	s.StringVar(&g.key, "key", "", "SSH key `FILE`; the public half for a key in an agent or on hardware (default: git's user.signingKey, else ~/.ssh/id_*)")
	return cmd
}

func (a *app) approve(ctx context.Context, f *planFlags, g *approveFlags, args []string) error {
	switch {
	case g.as == "":
		return errors.New("--as says who approves, as in the file of approvers: --as lead@example.org")
	case strings.TrimSpace(g.reason) == "":
		return errors.New("--reason says why the change is approved")
	}
	if err := approval.ValidPerson(g.as); err != nil {
		return err
	}
	opt, err := a.options(f)
	if err != nil {
		return err
	}
	checked, err := a.checkOne(ctx, f, args, opt)
	if err != nil || checked == nil {
		return err
	}
	demands := checked.report.Approvals
	if demands == nil || len(demands.Demanded) == 0 {
		return errors.New("no change of this plan needs an approval; see the approval blocks of the configuration")
	}
	subjects, maxAge := subjectsOf(checked)
	until, err := expiry(g.expires, opt.Now, maxAge)
	if err != nil {
		return err
	}
	p := approval.Predicate{
		Requester: demands.Requesters, Reason: g.reason, Ticket: g.ticket, Plan: checked.report.Plans[0].SHA256, Approved: opt.Now, Expires: until,
	}
	if checked.config != nil {
		// As it was read, which is from the trusted ref where there is one.
		if text := checked.config.Text(); text != nil {
			sum := sha256.Sum256(text)
			p.Config = hex.EncodeToString(sum[:])
		}
	}
	statement, err := approval.New(subjects, p)
	if err != nil {
		return err
	}
	text, err := statement.Canonical()
	if err != nil {
		return err
	}
	key, err := a.signingKey(ctx, g.key)
	if err != nil {
		return err
	}
	stdin, _ := a.in.(*os.File) // for a passphrase; without a terminal ssh-keygen asks nobody
	signature, err := approval.Sign(ctx, text, key, stdin)
	if err != nil {
		return err
	}
	dir, err := approval.Write(approvalsDir(f, checked.config), g.as, text, signature)
	if err != nil {
		return err
	}
	return a.approved(dir, g.as, statement, checked)
}

// subjectsOf lists the changes that have to be signed, and the shortest max_age
// of the approvals that demand them.
func subjectsOf(c *checkedPlan) (subjects []approval.Subject, maxAge time.Duration) {
	named := map[string]bool{}
	for _, d := range c.report.Approvals.Demanded {
		if s := approval.SubjectOf(d.Address, d.Digest); !slices.Contains(subjects, s) {
			subjects = append(subjects, s)
		}
		named[d.Name] = true
	}
	for _, b := range c.config.Approvals {
		if named[b.Name] && b.MaxAge > 0 && (maxAge == 0 || b.MaxAge < maxAge) {
			maxAge = b.MaxAge
		}
	}
	return subjects, maxAge
}

// expiry is the end of the day that is named, or the time that is.
func expiry(text string, now time.Time, maxAge time.Duration) (time.Time, error) {
	if text == "" {
		if maxAge == 0 {
			maxAge = defaultValidity
		}
		return now.Add(maxAge), nil
	}
	until, err := time.Parse(time.RFC3339, text)
	if err != nil {
		if until, err = time.Parse(time.DateOnly, text); err != nil {
			return until, fmt.Errorf("--expires is a date such as 2027-03-31 or 2027-03-31T12:00:00Z, not %q", text)
		}
		until = until.AddDate(0, 0, 1) // the day itself counts
	}
	if !until.After(now) {
		return until, fmt.Errorf("--expires %s has passed", text)
	}
	return until, nil
}

// signingKey is the key that is named, else git's, else the first of OpenSSH's.
func (a *app) signingKey(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	home := a.getenv("HOME")
	if out, err := exec.CommandContext(ctx, "git", "config", "user.signingKey").Output(); err == nil {
		key := strings.TrimSpace(string(out))
		if rest, ok := strings.CutPrefix(key, "~/"); ok {
			key = filepath.Join(home, rest)
		}
		_, err := os.Stat(key)
		if _, text := approval.PublicKey(key); text || err == nil {
			return key, nil
		}
	}
	for _, name := range []string{"id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa"} {
		key := filepath.Join(home, ".ssh", name)
		if _, err := os.Stat(key); err == nil {
			return key, nil
		}
	}
	return "", errors.New("there is no SSH key to sign with; name one: --key ~/.ssh/id_ed25519")
}

// approved says what was signed, and what keeps it from counting.
func (a *app) approved(dir, who string, s *approval.Statement, c *checkedPlan) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Signed by %s, until %s:\n", who, s.Predicate.Expires.Format(time.RFC3339))
	for _, o := range s.Subject {
		fmt.Fprintf(&b, "  %s\n    sha256:%s\n", o.Name, o.Digest.SHA256)
	}
	fmt.Fprintf(&b, "Written to %s; let the author of the change commit it: who has a commit in the change cannot approve it.\n", dir)
	for _, why := range uncounted(dir, who, s, c) {
		a.say("Note: this signature will not count: " + why + ".\n")
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// uncounted says why a signature that was just made does not count, by each
// approval that is demanded; nothing where it does.
func uncounted(dir, who string, s *approval.Statement, c *checkedPlan) []string {
	given, _ := approval.Read(filepath.Dir(dir))
	given = slices.DeleteFunc(given, func(g approval.Given) bool { return filepath.Dir(g.Path) != dir })
	var out []string
	for _, b := range c.config.Approvals {
		if !slices.ContainsFunc(c.report.Approvals.Demanded, func(d validator.Demanded) bool { return d.Name == b.Name }) {
			continue
		}
		d := approval.Demand{Name: b.Name, Digest: "sha256:" + s.Subject[0].Digest.SHA256, Approvers: 1, Signers: c.given.Signers(b.SignersPath()), Groups: map[string]approval.Group{}}
		for name, g := range b.Groups {
			d.Groups[name] = approval.Group{Need: g.Need, Members: g.Members}
		}
		result := approval.Check([]approval.Demand{d}, given, nil, approval.Context{Requesters: c.report.Approvals.Requesters, Now: s.Predicate.Approved})
		switch {
		case len(result.Accepted) > 0:
		case len(result.Rejected) > 0:
			out = append(out, result.Rejected[0].Reason)
		default:
			out = append(out, fmt.Sprintf("%s is in no group of approval %q", who, b.Name))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
