// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// demand is the one of the contract's example.
func demand() approval.Demand {
	return approval.Demand{
		Name: "phi-access", Digest: wide, Address: "aws_iam_role.pipeline", Approvers: 2, MaxAge: 7 * 24 * time.Hour,
		Groups: map[string]approval.Group{
			"security": {Need: 1, Members: []string{lead, deputy}},
			"privacy":  {Need: 1, Members: []string{privy}},
		},
	}
}

func TestCheck(t *testing.T) {
	files, signers := keys(t, lead, deputy, privy, "stranger@example.org")
	listed := string(signers)
	without := func(name string) string {
		var out []string
		for line := range strings.Lines(listed) {
			if !strings.HasPrefix(line, name+" ") {
				out = append(out, line)
			}
		}
		return strings.Join(out, "")
	}
	both := []string{wide}
	cases := map[string]struct {
		demand     func(*approval.Demand)
		give       func(t *testing.T, dir string)
		signers    string
		requesters []string
		now        time.Time
		// want is who counts and for which group, missing what lacks, rejected a part of each reason.
		want     []string
		missing  string
		rejected []string
	}{
		"nobody": {missing: "2 privacy=1 security=1 could=privacy-officer@example.org,security-deputy@example.org,security-lead@example.org"},
		"two people of two groups": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			want: []string{privy + " privacy", lead + " security"},
		},
		"two of one group": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, deputy, files[deputy], both)
			},
			want:    []string{deputy + " security", lead + " security"},
			missing: "0 privacy=1 could=privacy-officer@example.org",
		},
		"a member of both groups meets one need": {
			demand: func(d *approval.Demand) {
				d.Approvers = 1
				d.Groups["privacy"] = approval.Group{Need: 1, Members: []string{privy, lead}}
			},
			give:    func(t *testing.T, dir string) { give(t, dir, lead, files[lead], both) },
			want:    []string{lead + " privacy"},
			missing: "0 security=1 could=security-deputy@example.org",
		},
		"a member of both groups goes where nobody else can": {
			demand: func(d *approval.Demand) {
				d.Groups["privacy"] = approval.Group{Need: 1, Members: []string{lead}}
			},
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, deputy, files[deputy], both)
			},
			want: []string{deputy + " security", lead + " privacy"},
		},
		"a statement covers more": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], []string{other, wide})
				give(t, dir, privy, files[privy], both)
			},
			want: []string{privy + " privacy", lead + " security"},
		},
		"another change": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], []string{other})
				give(t, dir, privy, files[privy], both)
			},
			want:    []string{privy + " privacy"},
			missing: "1 security=1 could=security-deputy@example.org,security-lead@example.org",
		},
		"one's own change, in another case": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			requesters: []string{"Security-Lead@Example.org"},
			want:       []string{privy + " privacy"},
			missing:    "1 security=1 could=security-deputy@example.org",
			rejected:   []string{"nobody approves a change of their own"},
		},
		"a key that the file does not list": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files["stranger@example.org"], both)
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org,security-lead@example.org",
			rejected: []string{"is not of security-lead@example.org"},
		},
		"a person of no group": {
			give: func(t *testing.T, dir string) {
				give(t, dir, "stranger@example.org", files["stranger@example.org"], both)
			},
			missing: "2 privacy=1 security=1 could=privacy-officer@example.org,security-deputy@example.org,security-lead@example.org",
		},
		"two statements of one person": {
			demand: func(d *approval.Demand) { d.Groups = nil },
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, lead, files[lead], both)
			},
			want:    []string{lead + " "},
			missing: "1 could=privacy-officer@example.org,security-deputy@example.org,stranger@example.org",
		},
		"one key under two names": {
			signers: listed + strings.Replace(strings.SplitAfter(listed, "\n")[0], lead, privy, 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[lead], both)
			},
			want:     []string{"one of them"},
			missing:  "one of them",
			rejected: []string{"one key is one person"},
		},
		"one's own change, by another address of one's line": {
			signers: without(lead) + strings.Replace(strings.SplitAfter(listed, "\n")[0], lead, "Lead@home.example,"+lead, 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			requesters: []string{"lead@home.example"},
			want:       []string{privy + " privacy"},
			missing:    "1 security=1 could=security-deputy@example.org",
			rejected:   []string{"security-lead@example.org is lead@home.example by the file of approvers"},
		},
		"one's own change, with another key": {
			signers: listed + strings.Replace(strings.SplitAfter(listed, "\n")[3], "stranger@example.org ", "lead@home.example,"+lead+" ", 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			requesters: []string{"lead@home.example"},
			want:       []string{privy + " privacy"},
			missing:    "1 security=1 could=security-deputy@example.org",
			rejected:   []string{"by the file of approvers, an author"},
		},
		"two names of one line": {
			demand:  func(d *approval.Demand) { d.Groups = nil },
			signers: strings.Replace(listed, deputy+" ", deputy+","+lead+" ", 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both, func(p *approval.Predicate) { p.Expires = now.Add(48 * time.Hour) })
				give(t, dir, deputy, files[deputy], both)
			},
			want:     []string{lead + " "},
			missing:  "1 could=privacy-officer@example.org,stranger@example.org",
			rejected: []string{"security-deputy@example.org and security-lead@example.org are one person"},
		},
		"expired": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both, func(p *approval.Predicate) { p.Expires = now.Add(-time.Minute) })
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org,security-lead@example.org",
			rejected: []string{"the statement expired at 2027-03-01T11:59:00Z"},
		},
		"at the very second of expiry": {
			now: now.Add(24 * time.Hour),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			missing:  "2 privacy=1 security=1 could=privacy-officer@example.org,security-deputy@example.org,security-lead@example.org",
			rejected: []string{"expired", "expired"},
		},
		"older than max_age": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both, func(p *approval.Predicate) { p.Approved = now.Add(-8 * 24 * time.Hour) })
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org,security-lead@example.org",
			rejected: []string{"older than the max_age"},
		},
		"of the future": {
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both, func(p *approval.Predicate) { p.Approved = now.Add(time.Hour) })
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org,security-lead@example.org",
			rejected: []string{"of the future"},
		},
		"in the course of the day that --now names": {
			now: now.Truncate(24 * time.Hour),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both, func(p *approval.Predicate) { p.Approved = now.Add(12 * time.Hour) })
			},
			want:     []string{lead + " security"},
			missing:  "1 privacy=1 could=privacy-officer@example.org",
			rejected: []string{"of the future"},
		},
		"a key that was withdrawn": {
			signers: without(lead) + strings.Replace(strings.SplitAfter(listed, "\n")[0], " ssh-", ` valid-before="20270301Z" ssh-`, 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both, func(p *approval.Predicate) { p.Approved = now.Add(-48 * time.Hour) })
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org,security-lead@example.org",
			rejected: []string{"no longer valid"},
		},
		"a line with an option that is not understood": {
			signers: without(lead) + strings.Replace(strings.SplitAfter(listed, "\n")[0], " ssh-", " verify-required ssh-", 1),
			give: func(t *testing.T, dir string) {
				give(t, dir, lead, files[lead], both)
				give(t, dir, privy, files[privy], both)
			},
			want:     []string{privy + " privacy"},
			missing:  "1 security=1 could=security-deputy@example.org",
			rejected: []string{"is not of security-lead@example.org"},
		},
		"no file of approvers": {
			signers: " ",
			give:    func(t *testing.T, dir string) { give(t, dir, lead, files[lead], both) },
			missing: "2 privacy=1 security=1 could=", rejected: []string{"is not of"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.give != nil {
				c.give(t, dir)
			}
			d := demand()
			if c.demand != nil {
				c.demand(&d)
			}
			text, at := c.signers, c.now
			if text == "" {
				text = listed
			}
			if at.IsZero() {
				at = now
			}
			d.Signers = approval.ParseSigners([]byte(text))
			given, rejected := approval.Read(dir)
			got := approval.Check([]approval.Demand{d}, given, rejected, approval.Context{Requesters: c.requesters, Now: at})
			if name == "one key under two names" { // which of the two counts is open
				if len(got.Accepted) != 1 || len(got.Missing) != 1 {
					t.Errorf("%+v", got)
				}
			} else {
				if diff := cmp.Diff(c.want, accepted(got)); diff != "" {
					t.Errorf("counts (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(c.missing, missing(got)); diff != "" {
					t.Errorf("missing (-want +got):\n%s", diff)
				}
			}
			if len(got.Rejected) != len(c.rejected) {
				t.Fatalf("rejected: %+v", got.Rejected)
			}
			for i, part := range c.rejected {
				if !strings.Contains(got.Rejected[i].Reason, part) {
					t.Errorf("rejected: %q, want %q in it", got.Rejected[i].Reason, part)
				}
			}
		})
	}
}

// TestTampering: a change of any byte of any file is seen, and the approval is
// then not given.
func TestTampering(t *testing.T) {
	files, signers := keys(t, lead)
	d := demand()
	d.Approvers, d.Groups, d.Signers = 1, nil, approval.ParseSigners(signers)
	check := func(dir string) *approval.Result {
		given, rejected := approval.Read(dir)
		return approval.Check([]approval.Demand{d}, given, rejected, approval.Context{Now: now})
	}
	dir := t.TempDir()
	one := give(t, dir, lead, files[lead], []string{wide})
	if r := check(dir); len(r.Missing) != 0 || len(r.Rejected) != 0 {
		t.Fatalf("untouched: %+v", r)
	}
	for _, name := range []string{"statement.json", lead + ".sig"} {
		path := filepath.Join(one, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		step := max(1, len(text)/40)
		for i := 0; i < len(text); i += step {
			changed := append([]byte{}, text...)
			changed[i] ^= 1
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			r := check(dir)
			if len(r.Missing) != 1 || len(r.Rejected) != 1 {
				t.Errorf("%s with byte %d changed: %+v", name, i, r)
			}
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Another directory's statement with this signature, and the reverse.
	two := give(t, dir, lead, files[lead], []string{other})
	if err := os.Rename(filepath.Join(two, lead+".sig"), filepath.Join(one, lead+".sig")); err != nil {
		t.Fatal(err)
	}
	if r := check(dir); len(r.Missing) != 1 || len(r.Rejected) != 2 {
		t.Errorf("exchanged signatures: %+v", r)
	}
}

func accepted(r *approval.Result) []string {
	var out []string
	for _, a := range r.Accepted {
		out = append(out, a.Person+" "+a.Group)
	}
	sortStrings(out)
	return out
}

func missing(r *approval.Result) string {
	var out []string
	for _, m := range r.Missing {
		parts := []string{string(rune('0' + m.Approvers))}
		var groups []string
		for g, n := range m.Groups {
			groups = append(groups, g+"="+string(rune('0'+n)))
		}
		sortStrings(groups)
		parts = append(parts, groups...)
		out = append(out, strings.Join(append(parts, "could="+strings.Join(m.Could, ",")), " "))
	}
	return strings.Join(out, "; ")
}
