// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"regexp"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// tenant is an OpenID Connect issuer that is one organisation's own, at a service
// that runs pipelines. The audience of its tokens is the organisation's or of its
// choosing; which of its projects asks stands in the subject only.
type tenant struct {
	host *regexp.Regexp
	// subjects are those of a project that nobody names, at a host.
	subjects func(host string) []string
	// who completes "Any …".
	who string
}

// tenants are such issuers. Sources: CircleCI ("Using OpenID Connect tokens in
// jobs": sub is org/ORG/project/PROJECT/user/USER), Bitbucket ("Integrate Pipelines
// with resource servers using OIDC": {REPOSITORY}:…), GitLab ("Connect to cloud
// services"), GitHub ("OpenID Connect reference": issuers of an enterprise and of an
// Enterprise Server), Spacelift ("OIDC": space:SPACE:…).
var tenants = []tenant{
	{regexp.MustCompile(`^oidc\.circleci\.com/org/[^/]+$`), func(host string) []string {
		return []string{strings.TrimPrefix(host, "oidc.circleci.com/") + "/project/" + decide.Fresh + "/user/*"}
	}, "project of the CircleCI organisation"},
	{regexp.MustCompile(`^api\.bitbucket\.org/2\.0/workspaces/`), always("{" + decide.Fresh + "}:*"), "repository of the Bitbucket workspace"},
	{regexp.MustCompile(`^gitlab\.`), always("project_path:" + decide.Fresh + "/" + decide.Fresh + ":ref_type:branch:ref:*"), "project of the GitLab instance"},
	{regexp.MustCompile(`^token\.actions\.githubusercontent\.com/.`), always("repo:" + decide.Fresh + "/" + decide.Fresh + ":*"), "repository of the GitHub enterprise"},
	{regexp.MustCompile(`/_services/token$`), always("repo:" + decide.Fresh + "/" + decide.Fresh + ":*"), "repository of the GitHub Enterprise Server"},
	{regexp.MustCompile(`^[^./]+\.app\.(?:us\.)?spacelift\.io$`), always("space:" + decide.Fresh + ":*"), "stack of the Spacelift account"},
}

func always(subjects ...string) func(string) []string {
	return func(string) []string { return subjects }
}

// tenantOf returns the kind of issuer that a host is, or nil.
func tenantOf(host string) *tenant {
	for i, t := range tenants {
		if t.host.MatchString(host) {
			return &tenants[i]
		}
	}
	return nil
}
