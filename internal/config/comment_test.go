// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// TestCommentWaiver: what a comment beside a resource says, and where it is wrong.
func TestCommentWaiver(t *testing.T) {
	const rest = ` expires=2027-03-31 owner=it@example.org reason="Replaced in March"`
	digest := "sha256:" + strings.Repeat("0", 64)
	for name, c := range map[string]struct {
		text string
		// want is rule, day, owner, reason, ticket and digest; wrong are the
		// mistakes with their columns.
		want  string
		wrong []string
	}{
		"whole":             {" trust-public" + rest, "trust-public|2027-03-31|it@example.org|Replaced in March||", nil},
		"any order":         {` trust-public reason=soon ticket="S-1" owner="The \"team\"" digest=` + digest + ` expires="2027-03-31"`, `trust-public|2027-03-31|The "team"|soon|S-1|` + digest, nil},
		"tabs, many spaces": {"\ttrust-public  expires=2027-03-31\towner=a   reason=b  ", "trust-public|2027-03-31|a|b||", nil},
		"equals in a value": {` trust-public expires=2027-03-31 owner=a reason=x=y`, "trust-public|2027-03-31|a|x=y||", nil},
		"a check":           {" acme-tags" + rest, "acme-tags|2027-03-31|it@example.org|Replaced in March||", nil},
		"misspelled rule":   {" trust-publik" + rest, "", []string{`5: Unknown rule: There is no rule "trust-publik". Did you mean "trust-public"?`}},
		"no rule":           {rest, "", []string{"4: Waiver without a rule"}},
		"nothing":           {"", "", []string{"4: Waiver without a rule"}},
		"no expiry":         {` trust-public owner=a reason=b`, "", []string{"4: Incomplete waiver: A waiver needs expires"}},
		"no owner":          {` trust-public expires=2027-03-31 reason=b`, "", []string{"4: Incomplete waiver: A waiver needs owner"}},
		"no reason":         {` trust-public expires=2027-03-31 owner=b`, "", []string{"4: Incomplete waiver: A waiver needs reason"}},
		"empty reason":      {` trust-public expires=2027-03-31 owner=b reason=""`, "", []string{`45: Invalid waiver: "reason" is empty.`}},
		"no day":            {` trust-public expires=2027-02-30 owner=b reason=c`, "", []string{"18: Invalid waiver: expires is the last day"}},
		"twice":             {` trust-public expires=2027-03-31 expires=2037-03-31 owner=b reason=c`, "", []string{`37: Invalid waiver: "expires" is given twice.`}},
		"misspelled word":   {` trust-public expire=2027-03-31 expires=2027-03-31 owner=b reason=c`, "", []string{`18: Invalid waiver: A waiver has no "expire"; it takes expires, owner, reason, ticket, digest. Did you mean "expires"?`}},
		"no quotes":         {` trust-public expires=2027-03-31 owner=b reason=Replaced soon`, "", []string{`61: Invalid waiver: "soon" gives nothing`}},
		"open quote":        {` trust-public expires=2027-03-31 owner=b reason="Replaced soon`, "", []string{"45: Invalid waiver: A quote is opened"}},
		"no digest":         {` trust-public expires=2027-03-31 owner=b reason=c digest=sha256:12`, "", []string{`54: Invalid waiver: "sha256:12" is no digest`}},
		"two mistakes":      {` trust-publik expires=soon owner=b reason=c`, "", []string{"5: Unknown rule", "18: Invalid waiver: expires"}},
	} {
		t.Run(name, func(t *testing.T) {
			at := hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 7, Column: 4, Byte: 60}, End: hcl.Pos{Line: 7, Column: 4 + len(c.text), Byte: 60 + len(c.text)}}
			cfg := &config.Config{Checks: []*config.Check{{Name: "acme-tags"}}}
			w, diags := cfg.CommentWaiver(c.text, at, config.Catalogue{Rules: []string{"trust-public", "admin-access"}})
			var got []string
			for _, d := range diags {
				if d.Subject.Filename != "main.tf" || d.Subject.Start.Line != 7 || d.Subject.Start.Byte-60 != d.Subject.Start.Column-4 {
					t.Errorf("%v", d.Subject)
				}
				got = append(got, fmt.Sprintf("%d: %s: %s", d.Subject.Start.Column, d.Summary, d.Detail))
			}
			if len(got) != len(c.wrong) {
				t.Fatalf("got %q, want %q", got, c.wrong)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], c.wrong[i]) {
					t.Errorf("got %q, want %q", got[i], c.wrong[i])
				}
			}
			if len(c.wrong) > 0 {
				return
			}
			said := strings.Join([]string{w.Rule, w.Expires.Format("2006-01-02"), w.Owner, w.Reason, w.Ticket, w.Digest}, "|")
			if diff := cmp.Diff(c.want, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCommentWaiverFinal: a configuration that allows no waivers allows none in comments.
func TestCommentWaiverFinal(t *testing.T) {
	rules := config.Catalogue{Rules: []string{"trust-public", "admin-access"}}
	for final, refused := range map[string]string{
		`["waiver"]`:                `"waiver" is final at`,
		`["waiver.trust-public"]`:   `"waiver.trust-public" is final at`,
		`["waiver.admin-access"]`:   "",
		`["rule.trust-public"]`:     `"rule.trust-public" is final at`,
		`["rule"]`:                  `"rule" is final at`,
		`["rule.iam-user-created"]`: "",
		"[\"rule\"]\nrule \"trust-public\" { waivable = true }": "", // the central file says so
	} {
		cfg, problems := both("final = "+final, "")
		if problems != nil {
			t.Fatal(problems)
		}
		_, diags := cfg.CommentWaiver(" trust-public expires=2027-03-31 owner=b reason=c", hcl.Range{Filename: "main.tf"}, rules)
		if got := diags.Error(); diags.HasErrors() != (refused != "") || refused != "" && !strings.Contains(got, refused) {
			t.Errorf("%s: %s", final, got)
		}
	}
	var none *config.Config
	if _, diags := none.CommentWaiver(" trust-public expires=2027-03-31 owner=b reason=c", hcl.Range{}, rules); diags.HasErrors() {
		t.Error(diags)
	}
}
