// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package comment

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	token  = "s3cret-token"
	marker = "<!-- hipaacheck report; stack:  -->"
)

// note is a comment of the server.
type note struct {
	id         int
	who, body  string
	bot, drawn bool
}

// server speaks as much of each platform's API as comments need, two comments a
// page.
type server struct {
	*httptest.Server
	platform string
	notes    []note
	self     string // "" is a token without a user
	fail     []int  // status codes of the next answers
	requests []string
}

func newServer(t *testing.T, platform string, notes ...note) *server {
	s := &server{platform: platform, notes: notes, self: "me"}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
	if len(s.fail) > 0 {
		code := s.fail[0]
		s.fail = s.fail[1:]
		if code > 0 {
			if code == http.StatusTooManyRequests {
				w.Header().Set("Retry-After", "7")
			}
			w.WriteHeader(code)
			_, _ = fmt.Fprintf(w, `{"message":"no\u001b[2J, %s"}`, r.Header.Get("Authorization")+r.Header.Get("PRIVATE-TOKEN"))
			return
		}
	}
	if r.Header.Get("Authorization") != "Bearer "+token && r.Header.Get("PRIVATE-TOKEN") != token {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	text, _ := io.ReadAll(r.Body)
	var sent struct {
		Body    string `json:"body"`
		Content struct {
			Raw string `json:"raw"`
		} `json:"content"`
	}
	_ = json.Unmarshal(text, &sent)
	body := sent.Body + sent.Content.Raw
	parts := strings.Split(r.URL.Path, "/")
	switch {
	case strings.HasSuffix(r.URL.Path, "/user"):
		if s.self == "" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		s.write(w, map[string]any{"login": s.self, "id": number(s.self), "uuid": s.self})
	case r.Method == http.MethodPost:
		s.notes = append(s.notes, note{id: 1000, who: s.self, body: body})
		w.WriteHeader(http.StatusCreated)
		s.write(w, s.show(s.notes[len(s.notes)-1]))
	case r.Method == http.MethodPatch || r.Method == http.MethodPut:
		id, _ := strconv.Atoi(parts[len(parts)-1])
		for i := range s.notes {
			if s.notes[i].id == id {
				s.notes[i].body = body
				s.write(w, s.show(s.notes[i]))
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
	default:
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		page = max(page, 1)
		var list []any
		for _, n := range s.notes[min(2*(page-1), len(s.notes)):min(2*page, len(s.notes))] {
			list = append(list, s.show(n))
		}
		next := ""
		if 2*page < len(s.notes) {
			next = fmt.Sprintf("%s%s?page=%d", s.URL, r.URL.Path, page+1)
			w.Header().Set("Link", `<`+s.URL+`/first>; rel="first", <`+next+`>; rel="next"`)
			w.Header().Set("X-Next-Page", strconv.Itoa(page+1))
		}
		if s.platform == "bitbucket" {
			s.write(w, map[string]any{"values": list, "next": next})
			return
		}
		s.write(w, list)
	}
}

func number(s string) int { return len(s)*100 + int(s[0]) }

func (s *server) show(n note) map[string]any {
	kind := "User"
	if n.bot {
		kind = "Bot"
	}
	if s.platform == "bitbucket" {
		kind = strings.ReplaceAll(strings.ToLower(kind), "bot", "app_user")
	}
	id := 0
	if n.who != "" {
		id = number(n.who)
	}
	return map[string]any{
		"id": n.id, "body": n.body, "html_url": "https://x/" + strconv.Itoa(n.id), "deleted": n.drawn, "system": n.drawn,
		"user": map[string]any{"login": n.who, "type": kind, "uuid": n.who}, "author": map[string]any{"id": id},
		"content": map[string]any{"raw": n.body}, "links": map[string]any{"html": map[string]any{"href": "https://x/" + strconv.Itoa(n.id)}},
	}
}

func (s *server) write(w io.Writer, v any) { _ = json.NewEncoder(w).Encode(v) }

func post(s *server) (Result, []time.Duration, error) {
	var waits []time.Duration
	r, err := Post(context.Background(), Target{
		Platform: s.platform, API: s.URL, Repository: "o/r", Number: 7, Token: token,
		Wait: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil },
	}, marker+"\nnew", []string{marker})
	return r, waits, err
}

// TestPost: a comment is made where there is none of ours, and ours is updated in
// place, on whatever page it stands.
func TestPost(t *testing.T) {
	other := note{id: 1, who: "them", body: "hello"}
	mine := note{id: 5, who: "me", body: "x\n" + marker + "\r\nold"}
	for name, c := range map[string]struct {
		notes   []note
		self    string
		updated int // the comment's number, 0: a new one
	}{
		"none":                       {nil, "me", 0},
		"the first":                  {[]note{mine}, "me", 5},
		"on the third page":          {[]note{other, other, other, other, mine}, "me", 5},
		"another stack's":            {[]note{{id: 5, who: "me", body: "<!-- hipaacheck report; stack: a -->\nold"}}, "me", 0},
		"quoted in a line":           {[]note{{id: 5, who: "me", body: "see " + marker}}, "me", 0},
		"somebody else's":            {[]note{{id: 5, who: "them", body: marker}}, "me", 0},
		"theirs first, then ours":    {[]note{{id: 4, who: "them", body: marker}, mine}, "me", 5},
		"a person's, token unnamed":  {[]note{{id: 5, who: "them", body: marker}}, "", 0},
		"a program's, token unnamed": {[]note{{id: 5, who: "ci", bot: true, body: marker}}, "", 5},
		"withdrawn":                  {[]note{{id: 5, who: "me", body: marker, drawn: true}}, "me", 0},
	} {
		for _, platform := range Platforms {
			if platform == "gitlab" && c.self == "" || platform == "github" && name == "withdrawn" {
				continue // it has no such
			}
			t.Run(platform+"/"+name, func(t *testing.T) {
				s := newServer(t, platform, append([]note(nil), c.notes...)...)
				s.self = c.self
				r, _, err := post(s)
				if err != nil {
					t.Fatal(err)
				}
				if r.Updated != (c.updated > 0) {
					t.Errorf("%+v", r)
				}
				for _, n := range s.notes {
					changed := n.body == marker+"\nnew"
					if changed != (n.id == c.updated || c.updated == 0 && n.id == 1000) {
						t.Errorf("comment %d: %q", n.id, n.body)
					}
				}
				if len(s.notes) != len(c.notes) && c.updated > 0 || len(s.notes) == len(c.notes) && c.updated == 0 {
					t.Errorf("%d comments", len(s.notes))
				}
			})
		}
	}
}

// TestPostFails: what a platform refuses is said, with what to do; what it asks to
// try again is tried again; and no error holds the token.
func TestPostFails(t *testing.T) {
	for name, c := range map[string]struct {
		fail  []int
		want  string // "" is success
		waits int
	}{
		"not accepted":              {[]int{401}, "401 Unauthorized; the token is not accepted", 0},
		"not allowed":               {[]int{0, 403}, "403 Forbidden; the token may not do this", 0},
		"not there":                 {[]int{0, 404}, "404 Not Found; the repository or the pull request", 0},
		"too many, then ok":         {[]int{0, 429, 429}, "", 2},
		"too many":                  {[]int{0, 429, 429, 429, 429}, "429 Too Many Requests", 3},
		"a problem of its":          {[]int{0, 502}, "", 1},
		"always":                    {[]int{0, 500, 500, 500, 500}, "500 Internal Server Error; the platform", 3},
		"a post that may have been": {[]int{0, 0, 500}, "500 Internal Server Error", 0},
	} {
		for _, platform := range Platforms {
			t.Run(platform+"/"+name, func(t *testing.T) {
				s := newServer(t, platform)
				s.fail = c.fail
				_, waits, err := post(s)
				if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, %v", err, s.requests)
				}
				if len(waits) != c.waits {
					t.Errorf("waited %v", waits)
				}
				if err != nil && (strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "\x1b")) {
					t.Error(err)
				}
			})
		}
	}
}

// TestPostStaysOnHost: neither a redirect nor a next page carries the token away.
func TestPostStaysOnHost(t *testing.T) {
	stolen := 0
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if strings.Contains(fmt.Sprint(r.Header), token) {
			stolen++
		}
	}))
	defer thief.Close()
	for _, platform := range Platforms {
		for name, handler := range map[string]http.HandlerFunc{
			"redirect": func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
			},
			"next page": func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/user") {
					_, _ = io.WriteString(w, `{"login":"me","id":1,"uuid":"me"}`)
					return
				}
				w.Header().Set("Link", `<`+thief.URL+`>; rel="next"`)
				w.Header().Set("X-Next-Page", "http://evil")
				if platform == "bitbucket" {
					_, _ = fmt.Fprintf(w, `{"values":[],"next":%q}`, thief.URL)
					return
				}
				_, _ = io.WriteString(w, `[]`)
			},
		} {
			host := httptest.NewServer(handler)
			_, err := Post(context.Background(), Target{Platform: platform, API: host.URL, Repository: "o/r", Number: 1, Token: token}, "b", nil)
			host.Close()
			if err == nil || strings.Contains(err.Error(), token) {
				t.Errorf("%s, %s: %v", platform, name, err)
			}
		}
	}
	if stolen > 0 {
		t.Errorf("the token went to another host %d times", stolen)
	}
}

func TestPostRefuses(t *testing.T) {
	for _, target := range []Target{
		{Platform: "github", API: "http://api.example.com"},
		{Platform: "github", API: "ftp://localhost"},
		{Platform: "github", API: ":"},
		{Platform: "gitea", API: "https://localhost"},
	} {
		if _, err := Post(context.Background(), target, "b", nil); err == nil {
			t.Errorf("%+v", target)
		}
	}
}
