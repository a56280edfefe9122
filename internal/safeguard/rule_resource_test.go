// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"fmt"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

const itsPolicy = "aws_s3_bucket_policy.b"

// policed makes a side with the bucket b, its policy of these statements, and more.
func policed(t *testing.T, statements string, more ...*account.Resource) *account.Account {
	t.Helper()
	return withPolicy(t, res(t, aBucket, `{"bucket":"b","arn":"arn:aws:s3:::b","tags":{"Data":"phi"}}`), statements, more...)
}

func withPolicy(t *testing.T, store *account.Resource, statements string, more ...*account.Resource) *account.Account {
	t.Helper()
	a := having(append([]*account.Resource{store}, more...)...)
	if statements == "" {
		return a
	}
	s := a.Store(store.Address)
	if s == nil {
		s = &account.Store{Address: store.Address, Type: store.Type, ARN: store.ARN, Tags: store.Tags, Account: store.Account, Resource: store}
		a.Stores = append(a.Stores, s)
	}
	d := document(t, itsPolicy, `{"Version":"2012-10-17","Statement":[`+statements+`]}`, policy.Resource)
	s.Policies = []account.Attachment{{Document: d, Via: []account.Related{{Address: itsPolicy, Relation: "policy"}}}}
	a.Documents = append(a.Documents, d)
	return a
}

// reads allows a principal to read the objects of b under a condition.
func reads(principal, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return fmt.Sprintf(`{"Effect":"Allow","Principal":%s,"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"%s}`, principal, condition)
}

func TestResourcePublic(t *testing.T) {
	const all = `"*"`
	public := []string{"introduced critical " + itsPolicy}
	block := res(t, "aws_s3_bucket_public_access_block.b", `{"bucket":"b","restrict_public_buckets":true,"ignore_public_acls":true}`)
	acl := func(arguments string) *account.Resource {
		return res(t, "aws_s3_bucket_acl.b", `{"bucket":"b",`+arguments+`}`)
	}
	openACL := []string{"introduced critical aws_s3_bucket_acl.b"}
	topic := res(t, "aws_sns_topic.t", `{"arn":"arn:aws:sns:us-east-1:123456789012:t"}`)
	publish := func(condition string) string {
		return `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sns:Publish","Resource":"arn:aws:sns:us-east-1:123456789012:t","Condition":` + condition + `}`
	}
	subscribe := func(endpoint string) string {
		return `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sns:Subscribe","Resource":"arn:aws:sns:us-east-1:123456789012:t","Condition":{"StringLike":{"sns:Endpoint":` + endpoint + `}}}`
	}
	judgeResources(t, "resource-public", map[string]resourceCase{
		"everybody":               {after: policed(t, reads(all, "")), want: public},
		"every AWS account":       {after: policed(t, reads(`{"AWS":["*"]}`, "")), want: public},
		"an account":              {after: policed(t, reads(`{"AWS":"123456789012"}`, ""))},
		"a service":               {after: policed(t, reads(`{"Service":"cloudfront.amazonaws.com"}`, ""))},
		"all but one":             {after: policed(t, `{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`), want: public},
		"one organisation":        {after: policed(t, reads(all, `{"StringEquals":{"aws:PrincipalOrgID":"o-exampleorg1"}}`))},
		"another than ours":       {cfg: &config.Config{Organization: config.Organization{ID: "o-ours"}}, after: policed(t, reads(all, `{"StringNotEquals":{"aws:PrincipalOrgID":"o-ours"}}`)), want: public},
		"one address":             {after: policed(t, reads(all, `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`))},
		"the whole internet":      {after: policed(t, reads(all, `{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`)), want: public},
		"half of it":              {after: policed(t, reads(all, `{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}`)), want: public},
		"the other half":          {after: policed(t, reads(all, `{"IpAddress":{"aws:SourceIp":"128.0.0.0/1"}}`)), want: public},
		"all but one address":     {after: policed(t, reads(all, `{"NotIpAddress":{"aws:SourceIp":"198.51.100.7/32"}}`)), want: public},
		"one VPC endpoint":        {after: policed(t, reads(all, `{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}`))},
		"any VPC":                 {after: policed(t, reads(all, `{"StringLike":{"aws:SourceVpc":"vpc-*"}}`)), want: public},
		"a referer":               {after: policed(t, reads(all, `{"StringLike":{"aws:Referer":"https://example.org/*"}}`)), want: public},
		"over TLS":                {after: policed(t, reads(all, `{"Bool":{"aws:SecureTransport":"true"}}`)), want: public},
		"one role by its ARN":     {after: policed(t, reads(all, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/reader"}}`))},
		"roles of one name":       {after: policed(t, reads(all, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/reader"}}`)), want: public},
		"its own organisation":    {after: policed(t, reads(all, `{"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}}`))},
		"an access point's":       {after: policed(t, reads(all, `{"StringEquals":{"s3:DataAccessPointAccount":"123456789012"}}`))},
		"a userid":                {after: policed(t, reads(all, `{"StringLike":{"aws:userid":"AROAEXAMPLE:*"}}`))},
		"denied again":            {after: policed(t, reads(all, "")+`,{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"123456789012"}}}`)},
		"denied without TLS":      {after: policed(t, reads(all, "")+`,{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`), want: public},
		"restricted":              {after: policed(t, reads(all, ""), block)},
		"as before":               {before: policed(t, reads(all, "")), after: policed(t, reads(all, "")), want: []string{"existing critical " + itsPolicy}},
		"in other words":          {before: policed(t, reads(all, "")), after: policed(t, reads(`{"AWS":"*"}`, "")), want: []string{"existing critical " + itsPolicy}},
		"wider":                   {before: policed(t, reads(all, "")), after: policed(t, `{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}`), want: public},
		"narrower":                {before: policed(t, `{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b/*"]}`), after: policed(t, reads(all, "")), want: []string{"existing critical " + itsPolicy}},
		"closed":                  {before: policed(t, reads(all, "")), after: policed(t, ""), want: []string{"resolved critical " + itsPolicy}},
		"topic, its owner":        {after: withPolicy(t, topic, publish(`{"StringEquals":{"AWS:SourceOwner":"123456789012"}}`))},
		"topic, one bucket":       {after: withPolicy(t, topic, publish(`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::images"}}`))},
		"topic, one account":      {after: withPolicy(t, topic, publish(`{"ArnLike":{"aws:SourceArn":"arn:aws:events:*:123456789012:rule/*"}}`))},
		"topic, one endpoint":     {after: withPolicy(t, topic, subscribe(`"arn:aws:sqs:us-east-1:123456789012:q"`))},
		"topic, any endpoint":     {after: withPolicy(t, topic, subscribe(`"*"`)), want: public},
		"topic, any source":       {after: withPolicy(t, topic, publish(`{"ArnLike":{"aws:SourceArn":"arn:aws:events:*:*:rule/*"}}`)), want: public},
		"an API":                  {after: withPolicy(t, res(t, "aws_api_gateway_rest_api.a", `{"arn":"arn:aws:apigateway:us-east-1::/restapis/a"}`), `{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}`)},
		"ACL, read":               {after: policed(t, "", acl(`"acl":"public-read"`)), want: openACL},
		"ACL, every account":      {after: policed(t, "", acl(`"acl":"authenticated-read"`)), want: openACL},
		"ACL, private":            {after: policed(t, "", acl(`"acl":"private"`))},
		"ACL, log delivery":       {after: policed(t, "", acl(`"access_control_policy":[{"grant":[{"permission":"WRITE","grantee":[{"type":"Group","uri":"http://acs.amazonaws.com/groups/s3/LogDelivery"}]}]}]`))},
		"ACL, written":            {after: policed(t, "", acl(`"access_control_policy":[{"grant":[{"permission":"READ","grantee":[{"type":"Group","uri":"http://acs.amazonaws.com/groups/global/AllUsers"}]}]}]`)), want: openACL},
		"ACL, ignored":            {after: policed(t, "", acl(`"acl":"public-read"`), block)},
		"ACL, turned off":         {after: policed(t, "", acl(`"acl":"public-read"`), res(t, "aws_s3_bucket_ownership_controls.b", `{"bucket":"b","rule":[{"object_ownership":"BucketOwnerEnforced"}]}`))},
		"ACL in the bucket":       {after: having(res(t, aBucket, `{"bucket":"b","acl":"public-read-write"}`)), want: []string{"introduced critical " + aBucket}},
		"image":                   {after: having(res(t, "aws_ami_launch_permission.a", `{"group":"all"}`)), want: []string{"introduced critical aws_ami_launch_permission.a"}},
		"image to one":            {after: having(res(t, "aws_ami_launch_permission.a", `{"account_id":"123456789012"}`))},
		"database snapshot":       {after: having(res(t, "aws_db_snapshot.d", `{"shared_accounts":["all"]}`)), want: []string{"introduced critical aws_db_snapshot.d"}},
		"function URL":            {after: having(res(t, "aws_lambda_function_url.u", `{"authorization_type":"NONE"}`)), want: []string{"introduced critical aws_lambda_function_url.u"}},
		"function URL with IAM":   {after: having(res(t, "aws_lambda_function_url.u", `{"authorization_type":"AWS_IAM"}`))},
		"function URL, not known": {after: having(res(t, "aws_lambda_function_url.u", `{}`, "authorization_type")), want: []string{"undetermined aws_lambda_function_url.u"}},
	})
}

func TestResourceExternalUndeclared(t *testing.T) {
	ours := &config.Config{Organization: config.Organization{Accounts: map[string]string{"prod": "123456789012", "logs": "210987654321"}}}
	vendor := &config.Config{Organization: ours.Organization, Trust: config.Trust{External: map[string]config.ExternalAccount{"999999999999": {Name: "vendor"}}}}
	const far = `{"AWS":"arn:aws:iam::999999999999:root"}`
	found := []string{"introduced high " + itsPolicy}
	judgeResources(t, "resource-external-undeclared", map[string]resourceCase{
		"another account":           {cfg: ours, after: policed(t, reads(far, "")), want: found},
		"nobody said which is ours": {after: policed(t, reads(far, "")), want: []string{"introduced low " + itsPolicy}},
		"ours":                      {cfg: ours, after: policed(t, reads(`{"AWS":"210987654321"}`, ""))},
		"its own":                   {after: policed(t, reads(`{"AWS":"arn:aws:iam::123456789012:role/r"}`, ""))},
		"declared":                  {cfg: vendor, after: policed(t, reads(far, ""))},
		"a role of it":              {cfg: ours, after: policed(t, reads(`{"AWS":"arn:aws:iam::999999999999:role/reader"}`, "")), want: found},
		"by a condition":            {cfg: ours, after: policed(t, reads(`"*"`, `{"StringEquals":{"aws:PrincipalAccount":"999999999999"}}`)), want: found},
		"denied":                    {cfg: ours, after: policed(t, reads(far, "")+`,{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":["123456789012"]}}}`)},
		"only denied":               {cfg: ours, after: policed(t, `{"Effect":"Deny","Principal":{"AWS":"999999999999"},"Action":"s3:*","Resource":"*"}`)},
		"of our organisation":       {cfg: &config.Config{Organization: config.Organization{ID: "o-ours", Accounts: ours.Organization.Accounts}}, after: policed(t, reads(far, `{"StringEquals":{"aws:PrincipalOrgID":"o-ours"}}`))},
		"a load balancer's log":     {cfg: ours, after: policed(t, reads(`{"AWS":"arn:aws:iam::127311923021:root"}`, ""))},
		"a service of it":           {cfg: ours, after: policed(t, reads(`{"Service":"sns.amazonaws.com"}`, `{"StringEquals":{"aws:SourceAccount":"999999999999"}}`))},
		"as before":                 {cfg: ours, before: policed(t, reads(far, "")), after: policed(t, reads(far, "")), want: []string{"existing high " + itsPolicy}},
		"one more":                  {cfg: ours, before: policed(t, reads(far, "")), after: policed(t, reads(`{"AWS":["999999999999","888888888888"]}`, "")), want: found},
		"snapshot":                  {cfg: ours, after: having(res(t, "aws_db_snapshot.d", `{"shared_accounts":["999999999999"]}`)), want: []string{"introduced high aws_db_snapshot.d"}},
		"snapshot to ours":          {cfg: ours, after: having(res(t, "aws_db_snapshot.d", `{"shared_accounts":["210987654321"]}`))},
		"image":                     {cfg: ours, after: having(res(t, "aws_ami_launch_permission.a", `{"account_id":"999999999999"}`)), want: []string{"introduced high aws_ami_launch_permission.a"}},
	})
}

func TestResourceTransportInsecure(t *testing.T) {
	deny := func(principal, action, resource, condition string) string {
		return fmt.Sprintf(`{"Effect":"Deny","Principal":%s,"Action":%s,"Resource":%s,"Condition":%s}`, principal, action, resource, condition)
	}
	const everybody, bool2, both = `"*"`, `{"Bool":{"aws:SecureTransport":"false"}}`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`
	found := []string{"introduced medium " + aBucket}
	of := func(s string) resourceCase { return resourceCase{cfg: phiConfig, after: policed(t, s)} }
	broken := func(s string) resourceCase { return resourceCase{cfg: phiConfig, after: policed(t, s), want: found} }
	unknown := policed(t, "")
	unknown.Stores[0].Policies = []account.Attachment{{Document: &account.Document{Address: itsPolicy, Attribute: "policy", Undetermined: &account.Undetermined{Reason: "x", SettledBy: "y"}}}}
	// The bucket's name is not known until apply, and the policy refers to it.
	fresh := func(hole string) *account.Account {
		a := having(res(t, aBucket, `{"tags":{"Data":"phi"}}`, "arn", "bucket", "id"))
		d := document(t, itsPolicy, `{"Version":"2012-10-17","Statement":[`+deny(everybody, `"s3:*"`, `"`+string(policy.HoleRune(0))+`/*"`, bool2)+`]}`, policy.Resource, policy.Hole{Name: hole})
		a.Stores[0].Policies, a.Documents = []account.Attachment{{Document: d}}, []*account.Document{d}
		return a
	}
	queue := res(t, "aws_sqs_queue.q", `{"arn":"arn:aws:sqs:us-east-1:123456789012:q","tags":{"Data":"phi"}}`)
	judgeResources(t, "resource-transport-insecure", map[string]resourceCase{
		"no policy":            broken(""),
		"denied":               of(deny(everybody, `"s3:*"`, both, bool2)),
		"objects only":         of(deny(everybody, `"*"`, `"arn:aws:s3:::b/*"`, bool2)),
		"the bucket only":      broken(deny(everybody, `"s3:*"`, `"arn:aws:s3:::b"`, bool2)),
		"reads only":           broken(deny(everybody, `"s3:GetObject"`, both, bool2)),
		"another bucket":       broken(deny(everybody, `"s3:*"`, `"arn:aws:s3:::c/*"`, bool2)),
		"one account only":     broken(deny(`{"AWS":"123456789012"}`, `"s3:*"`, both, bool2)),
		"the wrong way":        broken(deny(everybody, `"s3:*"`, both, `{"Bool":{"aws:SecureTransport":"true"}}`)),
		"if it exists":         of(deny(everybody, `"s3:*"`, both, `{"BoolIfExists":{"aws:SecureTransport":"false"}}`)),
		"only an old TLS":      broken(deny(everybody, `"s3:*"`, both, `{"NumericLessThan":{"s3:TlsVersion":"1.2"}}`)),
		"and something else":   broken(deny(everybody, `"s3:*"`, both, `{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"aws:PrincipalAccount":"123456789012"}}`)),
		"allowed with TLS":     broken(reads(`{"AWS":"123456789012"}`, `{"Bool":{"aws:SecureTransport":"true"}}`)),
		"not known":            {cfg: phiConfig, after: unknown, want: []string{"undetermined " + aBucket}},
		"by reference":         {cfg: phiConfig, after: fresh(aBucket + ".arn")},
		"another by reference": {cfg: phiConfig, after: fresh("aws_s3_bucket.c.arn"), want: found},
		"no PHI":               {after: policed(t, "")},
		"taken away":           {cfg: phiConfig, before: policed(t, deny(everybody, `"s3:*"`, both, bool2)), after: policed(t, ""), want: found},
		"as before":            {cfg: phiConfig, before: policed(t, ""), after: policed(t, ""), want: []string{"existing medium " + aBucket}},
		"a queue":              {cfg: phiConfig, after: having(queue), want: []string{"introduced medium aws_sqs_queue.q"}},
		"a queue that denies":  {cfg: phiConfig, after: withPolicy(t, queue, deny(everybody, `"sqs:*"`, `"*"`, bool2))},
		"a table has TLS":      {cfg: phiConfig, after: having(res(t, "aws_dynamodb_table.t", `{"tags":{"Data":"phi"}}`))},
		"a domain":             {cfg: phiConfig, after: having(res(t, "aws_opensearch_domain.d", `{"domain_endpoint_options":[{"enforce_https":false}],"tags":{"Data":"phi"}}`)), want: []string{"introduced medium aws_opensearch_domain.d"}},
		"a domain with HTTPS":  {cfg: phiConfig, after: having(res(t, "aws_opensearch_domain.d", `{"domain_endpoint_options":[{"enforce_https":true}],"tags":{"Data":"phi"}}`))},
	})
}
