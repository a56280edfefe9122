// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// resource-transport-insecure asks whether a PHI store's policy denies every
// request for its content that does not come over TLS: whether a policy that
// allows everything beside it would let one through. The services here have
// endpoints without TLS; others have none.
var _ = register(&Rule{
	Name:     "resource-transport-insecure",
	Title:    "A PHI store answers without encryption on the way",
	Severity: medium,
	Description: "A client that is configured wrongly, or an attacker on the way, gets or gives PHI in clear, and nobody notices. " +
		"The store's policy is the only place that refuses such a request whoever makes it.",
	Citations: []string{"164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"},
	NIST:      []string{"SC-8", "SC-13"},
	Fix:       "Add a Deny for everybody where aws:SecureTransport is false.",
	Bad: `resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}`,
	Good: `resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}

resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.images.arn, "${aws_s3_bucket.images.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}`,
	types: []string{"aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic", "aws_efs_file_system", "aws_opensearch_domain", "aws_elasticsearch_domain"},
	find: func(c *checker, side *account.Account) []*violation {
		const rule = "resource-transport-insecure"
		var out []*violation
		for _, m := range c.phiOf(side) {
			if m.resource == nil {
				continue
			}
			if ends := m.resource.Attr("domain_endpoint_options"); m.resource.Type == "aws_opensearch_domain" || m.resource.Type == "aws_elasticsearch_domain" {
				enforced := false
				for _, e := range ends.List() {
					enforced = enforced || e.Attr("enforce_https").Truth() || e.Attr("enforce_https").IsUnknown()
				}
				if !enforced && !ends.IsUnknown() {
					out = append(out, at(m.resource, "domain_endpoint_options", fmt.Sprintf("The domain %s, which holds PHI, answers over HTTP.", m.resource.Address)))
				}
				continue
			}
			actions, ok := contentOverHTTP[m.resource.Type]
			s := side.Store(m.resource.Address)
			if !ok || s == nil {
				continue
			}
			if s.Undetermined() {
				c.unsettled(side, rule, m.resource, "", "its policy is not known until apply", "a policy that is known while planning, or the configuration's source")
				continue
			}
			resources := m.patterns
			if m.resource.Type == bucketType {
				resources = m.inside()
			}
			switch a := answersInClear(s.Policy(), actions, resources); a.Result {
			case decide.Undetermined:
				c.unsettled(side, rule, m.resource, "", a.Reason, a.SettledBy)
			case decide.Yes:
				v := at(m.resource, "", fmt.Sprintf("No policy of %s, which holds PHI, denies %s without TLS.", m.resource.Address, a.Witness.Action), "in clear")
				v.witness = witness(nil, a.Witness)
				if s.Policy() != nil {
					v.meaning = append(v.meaning, string(s.Policy().Canonical()))
				}
				for _, p := range s.Policies {
					if p.Document.Address != v.address {
						v.related = append(v.related, account.Related{Address: p.Document.Address, Relation: "policy"})
					}
					if p.Document.Sensitive {
						v.sensitive = true
					}
				}
				v.fix = "Add to the policy of the store:\n\n" + denyInClear(m.resource)
				out = append(out, v)
			}
		}
		return out
	},
})

// contentOverHTTP are actions on the content of stores that have endpoints without TLS.
var contentOverHTTP = map[string][]string{
	"aws_s3_bucket":       {"s3:GetObject", "s3:PutObject"},
	"aws_sqs_queue":       {"sqs:ReceiveMessage", "sqs:SendMessage"},
	"aws_sns_topic":       {"sns:Publish"},
	"aws_efs_file_system": {"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"},
}

// answersInClear says whether a store lets something in without TLS. Where its name
// is not known until apply, one of the references by which the policy names it is
// enough to deny it.
func answersInClear(d *policy.Document, actions, resources []string) decide.Answer {
	referred := slices.DeleteFunc(slices.Clone(resources), func(r string) bool { return !strings.Contains(r, "<") })
	if len(referred) == 0 || slices.ContainsFunc(resources, func(r string) bool { return !strings.Contains(r, "<") && !strings.Contains(r, decide.Fresh) }) {
		return decide.DocumentGrants(policy.Join(allowAll(), d), inClear(actions, resources), decide.Options{})
	}
	var out decide.Answer
	for _, r := range referred {
		if out = decide.DocumentGrants(policy.Join(allowAll(), d), inClear(actions, []string{r}), decide.Options{}); out.Result == decide.No {
			break
		}
	}
	return out
}

// inClear asks for requests by people and roles that do not come over TLS.
func inClear(actions, resources []string) decide.Question {
	return decide.Question{
		Actions: actions, Resources: resources,
		Principals: func(w policy.Principal) bool {
			return (w.HasIdentity() || w.Kind == policy.Anonymous) && !strings.HasPrefix(w.ID, "<")
		},
		Conditions: []*policy.Condition{
			condition("Bool", "aws:SecureTransport", "false"),
			condition("Null", "s3:TlsVersion", "true"), // there is none
			condition("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
			condition("BoolIfExists", "aws:ViaAWSService", "false"),
		},
	}
}

// allowAll is a policy that allows everything, so that only denies matter beside it.
func allowAll() *policy.Document {
	d, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`), policy.Resource)
	return d
}

// denyInClear writes the statement that a store's policy lacks.
func denyInClear(r *account.Resource) string {
	me := inModule(r.Address) + ".arn"
	resource, action := me, map[string]string{"aws_sqs_queue": "sqs:*", "aws_sns_topic": "sns:Publish", "aws_efs_file_system": "*"}[r.Type]
	if r.Type == bucketType {
		resource, action = "["+me+`, "${`+me+`}/*"]`, "s3:*"
	}
	return fmt.Sprintf(`{
  Effect    = "Deny"
  Principal = "*"
  Action    = %q
  Resource  = %s
  Condition = { Bool = { "aws:SecureTransport" = "false" } }
}`, action, resource)
}
