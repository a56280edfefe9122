// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package logfilter

import (
	"fmt"
	"regexp"
	"strings"
)

// words is a pattern for text: every term of all, one of any where there are
// some, and none of not. A pattern without a term matches every event.
type words struct {
	all, any, not []term
}

// term is a text or a regular expression.
type term struct {
	text string
	re   *regexp.Regexp
}

func (t term) in(s string) bool {
	if t.re != nil {
		return t.re.MatchString(s)
	}
	return strings.Contains(s, t.text)
}

func parseWords(s string) (*words, error) {
	w := &words{}
	for at := 0; at < len(s); {
		if strings.IndexByte(" \t\r\n", s[at]) >= 0 {
			at++
			continue
		}
		list := &w.all
		switch s[at] {
		case '?':
			list = &w.any
			at++
		case '-':
			list = &w.not
			at++
		}
		t, n, err := readTerm(s[at:])
		if err != nil {
			return nil, fmt.Errorf("character %d: %w", at+1, err)
		}
		*list = append(*list, t)
		at += n
	}
	return w, nil
}

// readTerm reads one term and says how long it is.
func readTerm(s string) (term, int, error) {
	if s != "" && (s[0] == '"' || s[0] == '%') {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return term{}, 0, fmt.Errorf("a closing %c is expected", s[0])
		}
		text := s[1 : end+1]
		if s[0] == '"' {
			return term{text: text}, end + 2, nil
		}
		re, err := regexp.Compile(text)
		if err != nil {
			return term{}, 0, fmt.Errorf("no regular expression: %w", err)
		}
		return term{re: re}, end + 2, nil
	}
	n := strings.IndexAny(s, " \t\r\n")
	if n < 0 {
		n = len(s)
	}
	if n == 0 {
		return term{}, 0, fmt.Errorf("a term is expected")
	}
	return term{text: s[:n]}, n, nil
}

func (w *words) match(s string) bool {
	for _, t := range w.not {
		if t.in(s) {
			return false
		}
	}
	for _, t := range w.all {
		if !t.in(s) {
			return false
		}
	}
	for _, t := range w.any {
		if t.in(s) {
			return true
		}
	}
	return len(w.any) == 0
}
