// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package comment

import (
	"context"
	"strconv"
)

// bitbucket speaks the REST API of Bitbucket Cloud. Source: Atlassian, Bitbucket
// Cloud REST API, pull requests.
type bitbucket struct {
	*client
	comments string
}

type bitbucketComment struct {
	ID      int64 `json:"id"`
	Deleted bool  `json:"deleted"`
	Content struct {
		Raw string `json:"raw"`
	} `json:"content"`
	User struct {
		UUID string `json:"uuid"`
		Type string `json:"type"`
	} `json:"user"`
	Links struct {
		HTML struct {
			Href string `json:"href"`
		} `json:"html"`
	} `json:"links"`
}

func (b *bitbucket) list(ctx context.Context, f func(existing) bool) error {
	// The token of a repository is nobody's; its comments are not a person's.
	var self struct {
		UUID string `json:"uuid"`
	}
	if _, err := b.do(ctx, "GET", "/user", nil, &self); err != nil && !denied(err) {
		return err
	}
	page := b.comments + "?pagelen=100"
	for range maxPages {
		var list struct {
			Values []bitbucketComment `json:"values"`
			Next   string             `json:"next"`
		}
		if _, err := b.do(ctx, "GET", page, nil, &list); err != nil {
			return err
		}
		for _, c := range list.Values {
			own := self.UUID != "" && c.User.UUID == self.UUID || self.UUID == "" && c.User.Type != "user"
			if !f(existing{id: strconv.FormatInt(c.ID, 10), body: c.Content.Raw, own: own && !c.Deleted}) {
				return nil
			}
		}
		if page = list.Next; page == "" {
			return nil
		}
	}
	return nil
}

func (b *bitbucket) create(ctx context.Context, body string) (string, error) {
	return b.write(ctx, "POST", b.comments, body)
}

func (b *bitbucket) update(ctx context.Context, id, body string) (string, error) {
	return b.write(ctx, "PUT", b.comments+"/"+id, body)
}

func (b *bitbucket) write(ctx context.Context, method, path, body string) (string, error) {
	var made bitbucketComment
	_, err := b.do(ctx, method, path, map[string]any{"content": map[string]string{"raw": body}}, &made)
	return made.Links.HTML.Href, err
}
