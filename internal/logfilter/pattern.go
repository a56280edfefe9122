// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package logfilter

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Truth is the outcome of a match.
type Truth uint8

// The outcomes, in the order in which && takes the least and || the greatest.
const (
	No Truth = iota
	Maybe
	Yes
)

// Pattern is a filter pattern that was read.
type Pattern struct {
	json node
	text *words
}

// maxLength is the longest pattern that AWS takes, in characters.
// Source: CloudWatch Logs API, PutMetricFilter, filterPattern.
const maxLength = 1024

// Parse reads a pattern. An error says what AWS would refuse it for.
func Parse(text string) (*Pattern, error) {
	if n := len([]rune(text)); n > maxLength {
		return nil, fmt.Errorf("the pattern has %d characters; %d is the most", n, maxLength)
	}
	s := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(s, "{"):
		n, err := parseJSON(s)
		if err != nil {
			return nil, err
		}
		return &Pattern{json: n}, nil
	case strings.HasPrefix(s, "["):
		return &Pattern{}, nil
	}
	w, err := parseWords(s)
	if err != nil {
		return nil, err
	}
	return &Pattern{text: w}, nil
}

// Match says whether the pattern matches an event: an object as encoding/json
// decodes it.
func (p *Pattern) Match(event map[string]any) Truth {
	switch {
	case p.json != nil:
		return p.json.eval(event)
	case p.text != nil:
		raw, err := json.Marshal(event)
		if err != nil {
			return No
		}
		return truth(p.text.match(string(raw)))
	}
	return No
}

func truth(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// node is a part of a pattern for JSON.
type node interface {
	eval(event any) Truth
}

type both struct{ left, right node }

func (n both) eval(e any) Truth { return min(n.left.eval(e), n.right.eval(e)) }

type either struct{ left, right node }

func (n either) eval(e any) Truth { return max(n.left.eval(e), n.right.eval(e)) }
