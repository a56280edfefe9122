// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// TestSignersAsOpenSSH: a line of the file of approvers lets in whom ssh-keygen
// lets in by it, and nobody else. KEY stands for the key, OTHER for another one.
func TestSignersAsOpenSSH(t *testing.T) {
	files, _ := keys(t, lead, "other")
	public := func(name string) string {
		text, err := os.ReadFile(files[name] + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text))[:2], " ")
	}
	one := give(t, t.TempDir(), lead, files[lead], []string{wide})
	statement, err := os.ReadFile(filepath.Join(one, "statement.json"))
	if err != nil {
		t.Fatal(err)
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(public(lead)))
	if err != nil {
		t.Fatal(err)
	}
	certified := func() string {
		keygen(t, "", "-q", "-s", files["other"], "-I", "id", "-n", lead, files[lead]+".pub")
		text, err := os.ReadFile(files[lead] + "-cert.pub")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for name, c := range map[string]struct {
		file string
		want bool
		// lax: ssh-keygen guesses what is meant; here the line is refused.
		lax bool
	}{
		"plain":                           {"WHO KEY", true, false},
		"a comment":                       {"WHO KEY lead's laptop", true, false},
		"returns":                         {"# people\r\nWHO KEY\r\n", true, false},
		"quoted":                          {`"WHO" KEY`, true, false},
		"tabs":                            {"\tWHO\tKEY", true, false},
		"another's key":                   {"WHO OTHER", false, false},
		"another person":                  {"somebody@example.org KEY", false, false},
		"another case":                    {"Security-Lead@example.org KEY", false, false},
		"a pattern":                       {"*@example.org KEY", true, false},
		"a pattern that keeps out":        {"*@example.org,!WHO KEY", false, false},
		"a pattern that keeps out, first": {"!WHO,*@example.org KEY", false, false},
		"one character":                   {"security-lea?@example.org KEY", true, false},
		"a blank in the list":             {`"somebody@example.org, WHO" KEY`, false, false},
		"namespace":                       {`WHO namespaces="hipaacheck-approval" KEY`, true, false},
		"namespace, a pattern":            {`WHO namespaces="git,hipaacheck-*" KEY`, true, false},
		"namespace, another":              {`WHO namespaces="git" KEY`, false, false},
		"namespace, kept out":             {`WHO namespaces="*,!hipaacheck-approval" KEY`, false, false},
		"namespace, a blank":              {`WHO namespaces="git, hipaacheck-approval" KEY`, false, false},
		"namespace, empty":                {`WHO namespaces="" KEY`, false, false},
		"namespace, no quotes":            {`WHO namespaces=hipaacheck-approval KEY`, false, false},
		"namespace, twice":                {`WHO namespaces="git",namespaces="hipaacheck-approval" KEY`, false, false},
		"in upper case":                   {`WHO NAMESPACES="hipaacheck-approval" KEY`, true, false},
		"valid before":                    {`WHO valid-before="20990101" KEY`, true, false},
		"no longer valid":                 {`WHO valid-before="20200101" KEY`, false, false},
		"no longer valid, then valid":     {`WHO valid-before="20200101",valid-before="20990101" KEY`, false, false},
		"no longer valid, no quotes":      {`WHO valid-before=20990101 KEY`, false, false},
		"valid after":                     {`WHO valid-after="202001011200Z" KEY`, true, false},
		"not yet valid":                   {`WHO valid-after="20990101" KEY`, false, false},
		"never valid":                     {`WHO valid-after="20990101",valid-before="20980101" KEY`, false, false},
		"no time":                         {`WHO valid-after="soon" KEY`, false, false},
		"not understood":                  {`WHO verify-required KEY`, false, false},
		"a comma too many":                {`WHO namespaces="hipaacheck-approval",,valid-before="20990101" KEY`, false, true},
		"a comma at the end":              {`WHO namespaces="hipaacheck-approval", KEY`, false, false},
		"a quote that is not closed":      {`WHO namespaces="hipaacheck-approval KEY`, false, false},
		"an authority":                    {"WHO cert-authority KEY", false, false},
		"not an authority":                {"WHO no-cert-authority KEY", false, false},
		"no principal":                    {"KEY", false, false},
		"a second line":                   {"WHO OTHER\nWHO KEY", true, false},
		"a line that is not understood":   {"WHO verify-required KEY\nWHO KEY", true, false},
		"a certificate":                   {"WHO " + certified(), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("WHO", lead, "KEY", public(lead), "OTHER", public("other")).Replace(c.file) + "\n"
			path := filepath.Join(t.TempDir(), "approvers")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			said, err := tryKeygen(string(statement), "-Y", "verify", "-n", approval.Namespace, "-f", path, "-I", lead, "-s", filepath.Join(one, lead+".sig"))
			if theirs := err == nil; theirs != (c.want || c.lax) {
				t.Errorf("ssh-keygen: %v, want %v: %s", theirs, c.want, said)
			}
			if err := approval.ParseSigners([]byte(text)).May(lead, key, now); (err == nil) != c.want {
				t.Errorf("want %v: %v", c.want, err)
			}
		})
	}
}
