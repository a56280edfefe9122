// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// githubEvent is what GitHub Actions says of the event that started the run.
type githubEvent struct {
	PullRequest struct {
		Number int `json:"number"`
		Head   struct {
			SHA string `json:"sha"`
		} `json:"head"`
	} `json:"pull_request"`
}

// eventOf reads the event; it is empty where there is none.
func eventOf(getenv func(string) string) githubEvent {
	var out githubEvent
	if src, err := os.ReadFile(getenv("GITHUB_EVENT_PATH")); err == nil {
		_ = json.Unmarshal(src, &out) // what it does not say is not known
	}
	return out
}

// linker returns what links lines of the source to the commit under review, by
// what the CI system says of itself; nil outside of the ones that are known.
//
// Sources: GitHub, GitLab and Bitbucket documentation of their variables.
func linker(getenv func(string) string) func(string, int) string {
	var base, line string
	var parts []string // that have to be known
	switch {
	case getenv("GITHUB_ACTIONS") == "true":
		commit := getenv("GITHUB_SHA")
		if head := eventOf(getenv).PullRequest.Head.SHA; head != "" {
			commit = head // of a pull request GITHUB_SHA is a merge that goes away
		}
		parts = []string{getenv("GITHUB_SERVER_URL"), getenv("GITHUB_REPOSITORY"), commit}
		base, line = parts[0]+"/"+parts[1]+"/blob/"+commit+"/", "#L%d"
	case getenv("GITLAB_CI") == "true":
		parts = []string{getenv("CI_PROJECT_URL"), getenv("CI_COMMIT_SHA")}
		base, line = parts[0]+"/-/blob/"+parts[1]+"/", "#L%d"
	case getenv("BITBUCKET_BUILD_NUMBER") != "":
		parts = []string{getenv("BITBUCKET_GIT_HTTP_ORIGIN"), getenv("BITBUCKET_COMMIT")}
		base, line = parts[0]+"/src/"+parts[1]+"/", "#lines-%d"
	default:
		return nil
	}
	for _, p := range parts {
		if p == "" {
			return nil
		}
	}
	return func(file string, n int) string { return base + report.EscapePath(file) + fmt.Sprintf(line, n) }
}
