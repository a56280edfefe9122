// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package comment posts the report of a check to a pull request of GitHub, GitLab
// or Bitbucket Cloud, and updates it in place: one comment for each stack.
//
// A comment is updated only where the token's own account wrote it. Whoever opens
// the pull request could otherwise write one with the marker first, and change
// afterwards what the check has said in it.
//
// What is not covered: Bitbucket Data Center, and comments on single lines.
package comment

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Target is a pull request, and the way to speak of it.
type Target struct {
	// Platform is "github", "gitlab" or "bitbucket".
	Platform string
	// API is the address of the platform's API, without a slash at its end.
	API string
	// Repository is owner/name, for GitLab the project's number or path.
	Repository string
	// Number is that of the pull or merge request.
	Number int
	// Token is what the platform knows the program by. No error holds it.
	Token string
	// Wait waits before a request is tried again; nil waits as long as it says.
	Wait func(context.Context, time.Duration) error
}

// Result says what was done.
type Result struct {
	// Updated is false where a new comment was made.
	Updated bool
	// URL is the comment's, "" where the platform does not say.
	URL string
}

// existing is a comment that is there.
type existing struct {
	id, body string
	own      bool
}

// platform is what the platforms have in common.
type platform interface {
	// list calls f for each comment until it returns false.
	list(ctx context.Context, f func(existing) bool) error
	create(ctx context.Context, body string) (address string, err error)
	update(ctx context.Context, id, body string) (address string, err error)
}

// Platforms are the names of the platforms.
var Platforms = []string{"github", "gitlab", "bitbucket"}

// Post writes the comment: over an own one that has one of the markers, else as a
// new one.
func Post(ctx context.Context, t Target, body string, markers []string) (Result, error) {
	base, err := url.Parse(t.API)
	if err != nil || base.Host == "" || base.Scheme != "https" && (base.Scheme != "http" || !loopback(base.Hostname())) {
		return Result{}, fmt.Errorf("the address of the API has to be https, not %q", t.API)
	}
	c := &client{base: base, token: t.Token, wait: t.Wait, http: &http.Client{Timeout: 30 * time.Second, CheckRedirect: sameHost}}
	var p platform
	switch t.Platform {
	case "github":
		c.header = map[string]string{"Authorization": "Bearer " + t.Token, "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
		p = &github{c, fmt.Sprintf("/repos/%s/issues", t.Repository), t.Number}
	case "gitlab":
		c.header = map[string]string{"PRIVATE-TOKEN": t.Token}
		p = &gitlab{c, fmt.Sprintf("/projects/%s/merge_requests/%d/notes", url.PathEscape(t.Repository), t.Number)}
	case "bitbucket":
		c.header = map[string]string{"Authorization": "Bearer " + t.Token}
		p = &bitbucket{c, fmt.Sprintf("/repositories/%s/pullrequests/%d/comments", t.Repository, t.Number)}
	default:
		return Result{}, fmt.Errorf("there is no platform %q; there are %s", t.Platform, strings.Join(Platforms, ", "))
	}
	var found *existing
	err = p.list(ctx, func(e existing) bool {
		if e.own && slices.ContainsFunc(markers, func(m string) bool { return hasLine(e.body, m) }) {
			found = &e
		}
		return found == nil
	})
	if err != nil {
		return Result{}, fmt.Errorf("the comments could not be listed: %w", err)
	}
	if found != nil {
		address, err := p.update(ctx, found.id, body)
		if err != nil {
			return Result{}, fmt.Errorf("the comment could not be updated: %w", err)
		}
		return Result{Updated: true, URL: address}, nil
	}
	address, err := p.create(ctx, body)
	if err != nil {
		return Result{}, fmt.Errorf("the comment could not be posted: %w", err)
	}
	return Result{URL: address}, nil
}

// hasLine reports whether a text has exactly this line.
func hasLine(text, line string) bool {
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) == line {
			return true
		}
	}
	return false
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sameHost follows no redirect that would carry the token to somebody else.
func sameHost(to *http.Request, via []*http.Request) error {
	if first := via[0].URL; to.URL.Host != first.Host || to.URL.Scheme != first.Scheme || len(via) > 3 {
		return fmt.Errorf("it leads to another host, %s, which is not followed", to.URL.Host)
	}
	return nil
}
