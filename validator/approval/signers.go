// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Signers are the people whose signatures count: an allowed_signers file of
// OpenSSH. Source: ssh-keygen(1), "ALLOWED SIGNERS".
type Signers struct {
	// Text is the file.
	Text  []byte
	lines []signer
	// Refused are lines that are not understood, and why; no signature counts by them.
	Refused []string
}

type signer struct {
	line       int
	principals []string
	key        ssh.PublicKey
	authority  bool
	namespaces []string
	// after and before bound when a signature may be made; zero: no bound.
	after, before time.Time
}

// ParseSigners reads an allowed_signers file. A line that is not understood is
// listed in Refused and lets nobody sign: passing over an option could let
// somebody in whom the option keeps out.
func ParseSigners(text []byte) *Signers {
	out := &Signers{Text: text}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s, err := parseSigner(line)
		if err != nil {
			out.Refused = append(out.Refused, fmt.Sprintf("line %d: %v", i+1, err))
			continue
		}
		s.line = i + 1
		out.lines = append(out.lines, *s)
	}
	return out
}

func parseSigner(line string) (*signer, error) {
	who, rest, err := field(line)
	if err != nil {
		return nil, err
	}
	s := &signer{principals: strings.Split(strings.Trim(who, `"`), ",")}
	// What is not a type of keys is the options.
	next, after, err := field(rest)
	if err != nil {
		return nil, err
	}
	if !isKeyType(next) {
		if err := s.options(next); err != nil {
			return nil, err
		}
		rest = after
	}
	key, _, options, more, err := ssh.ParseAuthorizedKey([]byte(rest))
	if err != nil || len(options) > 0 || len(bytes.TrimSpace(more)) > 0 {
		return nil, errors.New("there is no public key where one is expected: principals [options] type key")
	}
	if _, ok := key.(*ssh.Certificate); ok {
		return nil, errors.New("it is a certificate; list the key itself")
	}
	s.key = key
	return s, nil
}

// field cuts off the first field of a line; quotes keep blanks together.
func field(s string) (first, rest string, err error) {
	s = strings.TrimLeft(s, " \t")
	quoted := false
	for i, c := range s {
		switch {
		case c == '"':
			quoted = !quoted
		case (c == ' ' || c == '\t') && !quoted:
			return s[:i], strings.TrimLeft(s[i:], " \t"), nil
		}
	}
	if quoted {
		return "", "", errors.New("a quote is not closed")
	}
	return s, "", nil
}

func isKeyType(s string) bool {
	for _, prefix := range []string{"ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-", "rsa-sha2-"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// options reads the options of a line. ssh-keygen refuses the line where a value
// has no quotes or an option stands twice, and so does this: of two dates the
// later one must not win.
func (s *signer) options(text string) error {
	seen := map[string]bool{}
	for _, o := range splitOptions(text) {
		name, value, has := strings.Cut(o, "=")
		name = strings.ToLower(name)
		if seen[name] {
			return fmt.Errorf("the option %s stands twice", name)
		}
		seen[name] = true
		if has {
			if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' || strings.ContainsAny(value[1:len(value)-1], `"\`) {
				return fmt.Errorf("the value of the option %s is not in quotes", name)
			}
			value = value[1 : len(value)-1]
		}
		var err error
		switch {
		case name == "cert-authority" && !has:
			s.authority = true
		case name == "namespaces" && has:
			s.namespaces = strings.Split(value, ",")
		case name == "valid-after" && has:
			s.after, err = signerTime(value)
		case name == "valid-before" && has:
			s.before, err = signerTime(value)
		default:
			return fmt.Errorf("the option %q is not understood", o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func splitOptions(text string) []string {
	var out []string
	start, quoted := 0, false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			out = append(out, text[start:i])
			start = i + 1
		}
	}
	return append(out, text[start:])
}

// signerTime reads YYYYMMDD[HHMM[SS]][Z]; without Z it is the machine's time zone.
func signerTime(s string) (time.Time, error) {
	zone := time.Local // as ssh-keygen reads it
	digits, utc := strings.CutSuffix(s, "Z")
	if utc {
		zone = time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(layout) == len(digits) {
			if t, err := time.ParseInLocation(layout, digits, zone); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time such as 20270331 or 202703311200Z", s)
}

// May says whether the file lets a person sign with a key at a time; the error
// says why not.
func (s *Signers) May(person string, key ssh.PublicKey, at time.Time) error {
	why := fmt.Errorf("the key %s is not of %s in the file of approvers", ssh.FingerprintSHA256(key), person)
	for _, l := range s.lines {
		if l.authority || !bytes.Equal(l.key.Marshal(), key.Marshal()) || !matchList(l.principals, person) {
			continue
		}
		switch {
		case len(l.namespaces) > 0 && !matchList(l.namespaces, Namespace):
			why = fmt.Errorf("the key of %s is not for the namespace %s (line %d of the file of approvers)", person, Namespace, l.line)
		case !l.after.IsZero() && at.Before(l.after):
			why = fmt.Errorf("the key of %s is not valid yet (line %d of the file of approvers)", person, l.line)
		case !l.before.IsZero() && !at.Before(l.before):
			why = fmt.Errorf("the key of %s is no longer valid (line %d of the file of approvers)", person, l.line)
		default:
			return nil
		}
	}
	return why
}

// Same reports whether two names are of one person: a line lists both in full,
// or the key of a, where one is given, may sign for b. Case does not matter: it
// tells no two people apart.
func (s *Signers) Same(a, b string, key ssh.PublicKey) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return true
	}
	return slices.ContainsFunc(s.lines, func(l signer) bool {
		low := make([]string, len(l.principals))
		for i, p := range l.principals {
			low[i] = strings.ToLower(p)
		}
		return !l.authority && (slices.Contains(low, a) && slices.Contains(low, b) || key != nil && bytes.Equal(l.key.Marshal(), key.Marshal()) && matchList(low, b))
	})
}

// Knows reports whether the file names the person at all.
func (s *Signers) Knows(person string) bool {
	return slices.ContainsFunc(s.lines, func(l signer) bool { return !l.authority && matchList(l.principals, person) })
}

// People are those whom the file names in full.
func (s *Signers) People() []string {
	var out []string
	for _, l := range s.lines {
		for _, p := range l.principals {
			if !l.authority && !strings.ContainsAny(p, "*?!") {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// matchList is OpenSSH's match_pattern_list: a pattern with ! keeps out whatever
// the others say.
func matchList(patterns []string, s string) bool {
	found := false
	for _, p := range patterns {
		p, not := strings.CutPrefix(p, "!")
		if !matchPattern(p, s) {
			continue
		}
		if not {
			return false
		}
		found = true
	}
	return found
}

// matchPattern knows * and ? alone.
func matchPattern(pattern, s string) bool {
	star, mark := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
