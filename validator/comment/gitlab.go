// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package comment

import (
	"context"
	"errors"
	"net/http"
	"strconv"
)

// gitlab speaks the REST API of GitLab. Source: GitLab Docs, Notes API.
type gitlab struct {
	*client
	notes string
}

type gitlabNote struct {
	ID     int64  `json:"id"`
	Body   string `json:"body"`
	System bool   `json:"system"`
	Author struct {
		ID int64 `json:"id"`
	} `json:"author"`
}

func (g *gitlab) list(ctx context.Context, f func(existing) bool) error {
	var self struct {
		ID int64 `json:"id"`
	}
	if _, err := g.do(ctx, "GET", "/user", nil, &self); err != nil {
		return err
	}
	page := "1"
	for range maxPages {
		var list []gitlabNote
		header, err := g.do(ctx, "GET", g.notes+"?per_page=100&page="+page, nil, &list)
		if err != nil {
			return err
		}
		for _, n := range list {
			if !f(existing{id: strconv.FormatInt(n.ID, 10), body: n.Body, own: !n.System && n.Author.ID == self.ID}) {
				return nil
			}
		}
		if page = header.Get("X-Next-Page"); page == "" {
			return nil
		}
		if _, err := strconv.Atoi(page); err != nil {
			return errors.New("GitLab names no number for the next page")
		}
	}
	return nil
}

func (g *gitlab) create(ctx context.Context, body string) (string, error) {
	_, err := g.do(ctx, "POST", g.notes, map[string]string{"body": body}, nil)
	return "", err
}

func (g *gitlab) update(ctx context.Context, id, body string) (string, error) {
	_, err := g.do(ctx, "PUT", g.notes+"/"+id, map[string]string{"body": body}, nil)
	return "", err
}

// denied reports whether a platform does not tell whose token it is.
func denied(err error) bool {
	var status *statusError
	return errors.As(err, &status) && (status.code == http.StatusForbidden || status.code == http.StatusNotFound)
}
