// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package comment

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Bounds of what is taken from a platform.
const (
	maxResponse = 16 << 20
	maxPages    = 100
	maxTries    = 4
	maxWait     = 60 * time.Second
)

// client speaks JSON with a platform.
type client struct {
	base   *url.URL
	http   *http.Client
	header map[string]string
	token  string
	wait   func(context.Context, time.Duration) error
}

// statusError is an answer that is no success.
type statusError struct {
	code         int
	method, path string
	text         string
}

func (e *statusError) Error() string {
	hint := ""
	switch {
	case e.code == http.StatusUnauthorized:
		hint = "; the token is not accepted: it may have run out, or be for another host"
	case e.code == http.StatusForbidden:
		hint = "; the token may not do this: on GitHub it needs pull-requests: write, on GitLab the scope api, on Bitbucket pullrequest:write"
	case e.code == http.StatusNotFound:
		hint = "; the repository or the pull request is not there, or the token does not see it"
	case e.code == http.StatusTooManyRequests:
		hint = "; the platform takes no more requests for now, try again later"
	case e.code >= 500:
		hint = "; the platform has a problem of its own, try again later"
	}
	if e.text != "" {
		hint += " (it says: " + e.text + ")"
	}
	return fmt.Sprintf("%s %s answers %d %s%s", e.method, e.path, e.code, http.StatusText(e.code), hint)
}

// do sends a request and decodes its answer. address is a path below the API, or a
// whole address of the same host. What the platform asks to try again, and what
// can be sent twice and failed on its side, is tried again.
func (c *client) do(ctx context.Context, method, address string, send, receive any) (http.Header, error) {
	u, err := c.address(address)
	if err != nil {
		return nil, err
	}
	var body []byte
	if send != nil {
		if body, err = json.Marshal(send); err != nil {
			return nil, err
		}
	}
	for try := 1; ; try++ {
		header, wait, err := c.once(ctx, method, u, body, receive)
		if err == nil {
			return header, nil
		}
		var status *statusError
		known := errors.As(err, &status)
		again := known && (status.code == http.StatusTooManyRequests || status.code == http.StatusForbidden && wait > 0 || status.code >= 500 && method != http.MethodPost)
		if !again || try == maxTries || wait > maxWait {
			return nil, c.concealed(err)
		}
		if wait == 0 {
			wait = time.Duration(try) * time.Second
		}
		if err := c.pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// address resolves a path, and refuses to carry the token to another host.
func (c *client) address(s string) (*url.URL, error) {
	if !strings.HasPrefix(s, "http:") && !strings.HasPrefix(s, "https:") {
		s = strings.TrimSuffix(c.base.String(), "/") + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, err
	}
	if u.Host != c.base.Host || u.Scheme != c.base.Scheme {
		return nil, fmt.Errorf("the platform names a page on another host, %s, which is not asked", u.Host)
	}
	return u, nil
}

func (c *client) once(ctx context.Context, method string, u *url.URL, body []byte, receive any) (header http.Header, wait time.Duration, err error) {
	r, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	for k, v := range c.header {
		r.Header.Set(k, v)
	}
	r.Header.Set("User-Agent", "hipaacheck")
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxResponse+1))
	if err != nil {
		return nil, 0, err
	}
	if len(text) > maxResponse {
		return nil, 0, fmt.Errorf("%s %s answers with more than %d bytes", method, u.Path, maxResponse)
	}
	if answer.StatusCode/100 != 2 {
		if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n > 0 {
			wait = time.Duration(n) * time.Second
		}
		return nil, wait, &statusError{code: answer.StatusCode, method: method, path: u.Path, text: said(text)}
	}
	if receive != nil {
		if err := json.Unmarshal(text, receive); err != nil {
			return nil, 0, fmt.Errorf("%s %s answers with what is not understood: %w", method, u.Path, err)
		}
	}
	return answer.Header, 0, nil
}

// said is the platform's own message, shortened and on one line.
func said(text []byte) string {
	var answer struct {
		Message any `json:"message"`
		Error   any `json:"error"`
	}
	if json.Unmarshal(text, &answer) != nil {
		return ""
	}
	out := ""
	for _, m := range []any{answer.Message, answer.Error} {
		if s, ok := m.(map[string]any); ok {
			m = s["message"]
		}
		if s, ok := m.(string); ok && out == "" {
			out = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c <= ' ' || c == 0x7f }), " ")
		}
	}
	if len(out) > 200 {
		out = strings.ToValidUTF8(out[:200], "") + "…"
	}
	return out
}

func (c *client) pause(ctx context.Context, d time.Duration) error {
	if c.wait != nil {
		return c.wait(ctx, d)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// concealed keeps the token out of an error.
func (c *client) concealed(err error) error {
	if c.token == "" || !strings.Contains(err.Error(), c.token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), c.token, "(token)"))
}
