// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package comment

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
)

// github speaks the REST API of GitHub. Source: GitHub Docs, issue comments.
type github struct {
	*client
	issues string
	number int
}

type githubComment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	URL  string `json:"html_url"`
	User struct {
		Login string `json:"login"`
		Type  string `json:"type"`
	} `json:"user"`
}

var nextPage = regexp.MustCompile(`<([^>]*)>;\s*rel="next"`)

func (g *github) list(ctx context.Context, f func(existing) bool) error {
	// The token of a workflow has no user to ask for; its comments are a bot's.
	var self struct {
		Login string `json:"login"`
	}
	if _, err := g.do(ctx, "GET", "/user", nil, &self); err != nil && !denied(err) {
		return err
	}
	page := fmt.Sprintf("%s/%d/comments?per_page=100", g.issues, g.number)
	for range maxPages {
		var list []githubComment
		header, err := g.do(ctx, "GET", page, nil, &list)
		if err != nil {
			return err
		}
		for _, c := range list {
			own := self.Login != "" && c.User.Login == self.Login || self.Login == "" && c.User.Type == "Bot"
			if !f(existing{id: strconv.FormatInt(c.ID, 10), body: c.Body, own: own}) {
				return nil
			}
		}
		next := nextPage.FindStringSubmatch(header.Get("Link"))
		if next == nil {
			return nil
		}
		page = next[1]
	}
	return nil
}

func (g *github) create(ctx context.Context, body string) (string, error) {
	var made githubComment
	_, err := g.do(ctx, "POST", fmt.Sprintf("%s/%d/comments", g.issues, g.number), map[string]string{"body": body}, &made)
	return made.URL, err
}

func (g *github) update(ctx context.Context, id, body string) (string, error) {
	var made githubComment
	_, err := g.do(ctx, "PATCH", g.issues+"/comments/"+id, map[string]string{"body": body}, &made)
	return made.URL, err
}
