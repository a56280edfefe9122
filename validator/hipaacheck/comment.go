// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/comment"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// commentFlags are the flags of the command comment, as given.
type commentFlags struct {
	platform, api, repository, number string
	dryRun                            bool
}

func newCommentCommand(a *app) *cobra.Command {
	f := &commentFlags{}
	cmd := &cobra.Command{
		Use:   "comment [flags] REPORT",
		Short: "Post or update the comment of a pull request",
		Long: "Posts a JSON report (hipaacheck plan --format json=FILE, or - for standard input) as the comment of a pull request\n" +
			"on GitHub, GitLab or Bitbucket Cloud, or updates the one that it has posted before: one comment a stack.\n\n" +
			"In the CI of these platforms everything but the token is known. Tokens are taken from the environment only:\n" +
			"GITHUB_TOKEN or GH_TOKEN, GITLAB_TOKEN, BITBUCKET_TOKEN. Only comments of the token's own account are updated.\n\n" +
			"Exit codes: 0 the comment is there, 1 it is not. The verdict is no part of it.",
		Example: "  hipaacheck plan --format json=report.json tfplan\n  hipaacheck comment report.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("comment needs one report; make it with: hipaacheck plan --format json=report.json tfplan")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.comment(cmd, f, args[0]) },
	}
	s := cmd.Flags()
	s.StringVar(&f.platform, "platform", "", "`NAME` of the platform: "+strings.Join(comment.Platforms, ", ")+" (default: the one whose CI this is)")
	s.StringVar(&f.api, "api", "", "address `URL` of the platform's API (default: what its CI says, else the public one)")
	s.StringVar(&f.repository, "repository", "", "repository `OWNER/NAME`, for GitLab also the project's number (default: the one of the CI)")
	s.StringVar(&f.number, "number", "", "`NUMBER` of the pull or merge request (default: the one of the CI)")
	s.BoolVar(&f.dryRun, "dry-run", false, "print the comment instead of posting it")
	return cmd
}

func (a *app) comment(cmd *cobra.Command, f *commentFlags, path string) error {
	r, err := a.readReport(path)
	if err != nil {
		return err
	}
	t, err := a.target(f)
	if err != nil && !f.dryRun {
		return err
	}
	plain := t.Platform == "bitbucket"
	body := report.Comment(r, report.Options{Link: linker(a.getenv)}, plain)
	if f.dryRun {
		_, err := fmt.Fprint(a.out, body)
		return err
	}
	done, err := comment.Post(cmd.Context(), t, body, report.Markers(r, plain))
	if err != nil {
		return err
	}
	text := "Posted a comment"
	if done.Updated {
		text = "Updated the comment"
	}
	if done.URL != "" {
		text += ": " + done.URL
	}
	_, err = fmt.Fprintln(a.out, text)
	return err
}

func (a *app) readReport(path string) (*validator.Report, error) {
	in := a.in
	if path != "-" {
		file, err := os.Open(path) //nolint:gosec // the user names the file
		if err != nil {
			return nil, fmt.Errorf("the report cannot be read: %w", err)
		}
		defer func(c io.Closer) { _ = c.Close() }(file) // nothing was written
		in = file
	}
	r, err := report.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a report: %w", path, err)
	}
	return r, nil
}

var pullRef = regexp.MustCompile(`^refs/pull/([0-9]+)/`)

// target is the pull request of the flags, completed by what the CI system says of
// itself. Sources: GitHub, GitLab and Bitbucket documentation of their variables.
func (a *app) target(f *commentFlags) (comment.Target, error) {
	e := a.getenv
	t := comment.Target{Platform: f.platform}
	if t.Platform == "" {
		switch {
		case e("GITHUB_ACTIONS") == "true":
			t.Platform = "github"
		case e("GITLAB_CI") == "true":
			t.Platform = "gitlab"
		case e("BITBUCKET_BUILD_NUMBER") != "":
			t.Platform = "bitbucket"
		default:
			return t, errors.New("this is not the CI of GitHub, GitLab or Bitbucket; say where the pull request is: --platform, --repository and --number")
		}
	}
	number, variable := "", ""
	switch t.Platform {
	case "github":
		t.API, t.Repository, t.Token, variable = or(e("GITHUB_API_URL"), "https://api.github.com"), e("GITHUB_REPOSITORY"), or(e("GITHUB_TOKEN"), e("GH_TOKEN")), "GITHUB_TOKEN"
		if n := eventOf(e).PullRequest.Number; n > 0 {
			number = strconv.Itoa(n)
		} else if m := pullRef.FindStringSubmatch(e("GITHUB_REF")); m != nil {
			number = m[1]
		}
	case "gitlab":
		t.API, t.Repository, t.Token, variable = or(e("CI_API_V4_URL"), "https://gitlab.com/api/v4"), or(e("CI_MERGE_REQUEST_PROJECT_ID"), e("CI_PROJECT_ID")), e("GITLAB_TOKEN"), "GITLAB_TOKEN"
		number = e("CI_MERGE_REQUEST_IID")
	case "bitbucket":
		t.API, t.Repository, t.Token, variable = "https://api.bitbucket.org/2.0", e("BITBUCKET_REPO_FULL_NAME"), e("BITBUCKET_TOKEN"), "BITBUCKET_TOKEN"
		number = e("BITBUCKET_PR_ID")
	default:
		return t, fmt.Errorf("--platform is %s, not %q", strings.Join(comment.Platforms, ", "), t.Platform)
	}
	t.API, t.Repository = strings.TrimSuffix(or(f.api, t.API), "/"), or(f.repository, t.Repository)
	number = or(f.number, number)
	if t.Platform != "gitlab" && strings.Count(t.Repository, "/") != 1 || slices.Contains(strings.Split(t.Repository, "/"), "..") || strings.ContainsAny(t.Repository, "?#% ") || t.Repository == "" {
		return t, fmt.Errorf("the repository is OWNER/NAME, not %q; say it by --repository", t.Repository)
	}
	var err error
	if t.Number, err = strconv.Atoi(number); err != nil || t.Number <= 0 {
		return t, fmt.Errorf("the number of the pull request is not known (%q); this run may be of no pull request, else say it by --number", number)
	}
	if t.Token == "" {
		return t, fmt.Errorf("there is no token; give it by the environment variable %s", variable)
	}
	return t, nil
}

// or is the first text that is not empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
