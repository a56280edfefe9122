// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

func listOf(items ...string) cty.Value {
	var vals []cty.Value
	for _, i := range items {
		vals = append(vals, cty.StringVal(i))
	}
	return cty.ListVal(vals)
}

// subject is a role planned without Terraform.
func subject(t testing.TB, name string, cfg *config.Config, params values, trust ...template.TrustArgument) (*roleResource, *roleModel, *template.Rendered, template.Arguments) {
	t.Helper()
	r := &roleResource{
		template:   template.Catalogue().Template(name, ""),
		configured: configured{settings: &settings{config: cfg, account: "123456789012", connection: connection.New(connection.Settings{Region: "us-east-1"})}},
	}
	boundary := "arn:aws:iam::123456789012:policy/boundary"
	args := template.Arguments{Parameters: params, Trust: trust, RoleName: cty.StringVal("x"), PermissionsBoundary: cty.StringVal(boundary)}
	rendered, diags := r.render(args)
	if diags.HasError() {
		t.Fatal(diags)
	}
	plan := &roleModel{
		Name: types.StringValue("x"), Path: types.StringValue("/"), Boundary: types.StringValue(boundary),
		MaxSession: types.Int64Value(3600), Owner: types.StringValue("it@example.org"), ReviewBy: types.StringValue("2027-01-31"),
	}
	r.planDocuments(plan, rendered)
	if diags := r.planTags(plan, rendered); diags.HasError() {
		t.Fatal(diags)
	}
	return r, plan, rendered, args
}

var (
	mfa  = template.TrustArgument{Profile: "mfa", Parameters: values{"users": listOf("arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two")}}
	saml = template.TrustArgument{Profile: "saml", Parameters: values{
		"provider_arn": cty.StringVal("arn:aws:iam::123456789012:saml-provider/Workforce"), "mfa_enforced_by": cty.StringVal("idp"), "mfa_evidence": cty.StringVal("SEC-12"),
	}}
	records = values{
		"regions":               listOf("us-east-1"),
		"healthlake_datastores": listOf("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/1"),
		"imaging_datastores":    listOf("arn:aws:medical-imaging:us-east-1:123456789012:datastore/1"),
		"record_tables":         listOf("arn:aws:dynamodb:us-east-1:123456789012:table/charts"),
		"keys":                  listOf("arn:aws:kms:us-east-1:123456789012:key/1"),
	}
)

// TestTemplatesKeepTheRules renders every template with typical arguments and
// holds it to the rules, under a configuration that asks for all that one can:
// nothing may be found but what the template accepts, and everything it accepts
// must be a rule.
func TestTemplatesKeepTheRules(t *testing.T) {
	// The vendor's account of the arguments, which one has to declare.
	external := map[string]config.ExternalAccount{"111122223333": {Name: "Vendor", ExternalID: true}}
	plain := &config.Config{Trust: config.Trust{External: external}}
	strict := &config.Config{
		PHI: config.PHI{
			Tags:      map[string][]string{"DataClassification": {"phi"}},
			Resources: []string{"arn:aws:healthlake:us-east-1:123456789012:datastore/*", "arn:aws:dynamodb:us-east-1:123456789012:table/charts"},
		},
		Organization: config.Organization{ID: "o-a1b2c3d4e5", Accounts: map[string]string{"prod": "123456789012"}},
		Principals:   config.Principals{RequiredTags: []string{"Owner", "DataClassification", "ReviewBy"}},
		Trust:        config.Trust{MFA: "always", External: external},
		Boundary:     config.Boundary{Required: true, Chosen: true},
	}
	files, err := filepath.Glob("../internal/template/testdata/render/*/*/arguments.hcl")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		// The cases with requests are those of arguments that a role is made of.
		if _, err := os.Stat(filepath.Join(filepath.Dir(file), "requests.txt")); err != nil {
			continue
		}
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		if template.Catalogue().Template(name, "").Kind != template.KindRole {
			continue
		}
		seen[name] = true
		t.Run(name+", "+filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			args, bad := template.ParseArguments(src, file, nil)
			if bad.HasErrors() {
				t.Fatal(bad)
			}
			for _, cfg := range []*config.Config{plain, strict} {
				r, plan, rendered, args := subject(t, name, cfg, args.Parameters, args.Trust...)
				findings, diags := r.judge(t.Context(), plan, nil, rendered, args, nil)
				for _, d := range diags {
					t.Errorf("%s: %s\n%s", d.Severity(), d.Summary(), d.Detail())
				}
				for _, f := range findings.Elements() {
					o, ok := f.(types.Object)
					if !ok || o.Attributes()["accepted"].IsNull() {
						t.Errorf("not accepted: %s", f)
					}
				}
			}
		})
	}
	for _, tmpl := range template.Catalogue().Roles() {
		if !seen[tmpl.Name] {
			t.Errorf("no arguments for %s", tmpl.Name)
		}
	}
	names := safeguard.Catalogue()
	for _, tmpl := range template.Catalogue().Templates {
		for _, a := range tmpl.Accepts {
			if !slices.Contains(names.Rules, a.Rule) && !slices.Contains(names.Later, a.Rule) {
				t.Errorf("%s accepts %s, which is no rule", tmpl.Name, a.Rule)
			}
		}
	}
}

// TestJudgePointsAtTheArgument gives a finding of each kind and looks where it
// is shown.
func TestJudgePointsAtTheArgument(t *testing.T) {
	r, _, rendered, args := subject(t, "kms_key_administrator", nil, values{"regions": listOf("us-east-1"), "keys": listOf("arn:aws:kms:us-east-1:123456789012:key/1")}, mfa, saml, saml)
	tests := map[string]struct {
		finding safeguard.Finding
		want    path.Path
	}{
		"an argument":             {safeguard.Finding{Attribute: "max_session_duration"}, path.Root("max_session_duration")},
		"tags":                    {safeguard.Finding{Attribute: "tags"}, path.Root("tags")},
		"the role":                {safeguard.Finding{}, path.Empty()},
		"trust":                   {safeguard.Finding{Attribute: "assume_role_policy"}, path.Root("trust")},
		"a statement of trust":    {safeguard.Finding{Attribute: "assume_role_policy", Document: &safeguard.DocumentRef{Statement: 2}}, path.Root("trust").AtName("saml").AtListIndex(1)},
		"a statement":             {safeguard.Finding{Attribute: "policies[0].json", Document: &safeguard.DocumentRef{Statement: 2}}, path.Root("keys")},
		"a statement on its own":  {safeguard.Finding{Attribute: "policies[0].json", Document: &safeguard.DocumentRef{Statement: 0}}, path.Empty()},
		"a statement not there":   {safeguard.Finding{Attribute: "policies[0].json", Document: &safeguard.DocumentRef{Statement: 99}}, path.Empty()},
		"a document not there":    {safeguard.Finding{Attribute: "policies[9].json", Document: &safeguard.DocumentRef{}}, path.Empty()},
		"a trust statement, none": {safeguard.Finding{Attribute: "assume_role_policy", Document: &safeguard.DocumentRef{Statement: 99}}, path.Root("trust")},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := r.argument(&tc.finding, rendered, args); !got.Equal(tc.want) {
				t.Errorf("points at %s, want %s", got, tc.want)
			}
		})
	}
}

// TestReport says which findings block, which warn, and which are said once only.
func TestReport(t *testing.T) {
	tests := map[string]struct {
		status   safeguard.Status
		severity config.Severity
		accepted string
		told     string
		want     []diag.Severity
	}{
		"introduced":                  {safeguard.Introduced, config.Medium, "", "", []diag.Severity{diag.SeverityError}},
		"introduced, critical":        {safeguard.Introduced, config.Critical, "", "", []diag.Severity{diag.SeverityError}},
		"introduced, low":             {safeguard.Introduced, config.Low, "", "", []diag.Severity{diag.SeverityWarning}},
		"existing":                    {safeguard.Existing, config.High, "", "", []diag.Severity{diag.SeverityWarning}},
		"existing, low":               {safeguard.Existing, config.Low, "", "", nil},
		"resolved":                    {safeguard.Resolved, config.High, "", "", nil},
		"accepted":                    {safeguard.Introduced, config.Critical, "It is so.", "", nil},
		"told already":                {safeguard.Introduced, config.Critical, "", "admin-access: The template does not allow it", nil},
		"another rule's told already": {safeguard.Introduced, config.Critical, "", "admin: The template does not allow it", []diag.Severity{diag.SeverityError}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := safeguard.Finding{Rule: "admin-access", Status: tc.status, Severity: tc.severity, Message: "Too much", Remediation: "Less.", Citations: []string{"164.312(a)(1)"}}
			if tc.accepted != "" {
				f.Acceptance = &safeguard.Acceptance{Reason: tc.accepted}
			}
			var told diag.Diagnostics
			if tc.told != "" {
				told.AddError(tc.told, "")
			}
			vals, diags := (&settings{}).report(&safeguard.Result{Findings: []safeguard.Finding{f}}, "hipaa_clinician_role", told, func(*safeguard.Finding) path.Path { return path.Empty() })
			if want := tc.status != safeguard.Resolved; (len(vals.Elements()) == 1) != want {
				t.Errorf("the attribute has %s", vals)
			}
			var got []diag.Severity
			for _, d := range diags {
				got = append(got, d.Severity())
				want := "Too much.\n\nLess.\n\nSeverity " + tc.severity.String() + "; 45 CFR 164.312(a)(1). More: hipaacheck explain admin-access"
				if diff := cmp.Diff(want, d.Detail()); diff != "" {
					t.Errorf("detail (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("severities (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWaiversMayName(t *testing.T) {
	tests := map[string]bool{
		"hipaa_clinician_role.ward":            true,
		"module.wards.hipaa_clinician_role.x":  true,
		"module.*.hipaa_clinician_role.*":      true,
		"*":                                    true,
		"module.wards.*":                       true,
		"hipaa_break_glass_role.ward":          false,
		"aws_iam_role.ward":                    false,
		"aws_iam_role.*":                       false,
		"my_hipaa_clinician_role.ward":         false,
		"module.wards":                         false,
		"module.wards.hipaa_break_glass_role.": false,
	}
	for address, want := range tests {
		if got := mayName(address, "hipaa_clinician_role"); got != want {
			t.Errorf("%s: %t, want %t", address, got, want)
		}
	}
}

func TestAWaiverHoldsThroughItsLastDay(t *testing.T) {
	w := &config.Waiver{Expires: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	if expired(w, time.Date(2026, 11, 23, 23, 59, 59, 0, time.UTC)) {
		t.Error("expired on its last day")
	}
	if !expired(w, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)) {
		t.Error("holds the day after")
	}
}

// TestDrift looks at the warnings about what was changed outside Terraform.
func TestDrift(t *testing.T) {
	const (
		trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::123456789012:user/one"}}]}`
		read  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::a/*"}]}`
		less  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}`
		more  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::a/*"},{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::a/*"}]}`
		deny  = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/secret/*"}]}`
		moot  = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*"}]}`
	)
	policies := func(docs ...string) (list []iamrole.Policy) {
		for i, d := range docs {
			list = append(list, iamrole.Policy{Name: "p" + string(rune('0'+i)), Document: d})
		}
		return list
	}
	base := func() iamrole.Role {
		return iamrole.Role{Name: "x", Trust: trust, MaxSession: 3600, Boundary: "arn:b", Policies: policies(read, deny)}
	}
	tests := map[string]struct {
		edit func(*iamrole.Role)
		want []string
	}{
		"nothing": {func(*iamrole.Role) {}, nil},
		"another form": {func(r *iamrole.Role) {
			r.Policies = policies(`{"Statement":{"Resource":["arn:aws:s3:::a/*"],"Action":["S3:GETOBJECTVERSION","s3:getobject"],"Effect":"Allow"},"Version":"2012-10-17"}`, deny)
		}, nil},
		"more": {func(r *iamrole.Role) { r.Policies = policies(more, deny) }, []string{
			"Policies of the role x were changed outside Terraform: p0 was edited (added: Allow s3:DeleteObject on arn:aws:s3:::a/*). " +
				"This widened access: newly allowed is, for one, s3:DeleteObject on arn:aws:s3:::a/example. The next apply puts them back.",
		}},
		"less": {func(r *iamrole.Role) { r.Policies = policies(less, deny) }, []string{
			"Policies of the role x were changed outside Terraform: p0 was edited (added: Allow s3:GetObject on arn:aws:s3:::a/*, " +
				"removed: Allow s3:GetObject, s3:GetObjectVersion on arn:aws:s3:::a/*). This did not widen access. The next apply puts them back.",
		}},
		"a denial deleted": {func(r *iamrole.Role) { r.Policies = r.Policies[:1] }, []string{
			"Policies of the role x were changed outside Terraform: p1 was deleted. This widened access: newly allowed is, for one, " +
				"s3:GetObject on arn:aws:s3:::a/secret/example. The next apply puts them back.",
		}},
		"another document altogether": {func(r *iamrole.Role) {
			r.Policies[0].Document = `{"Version":"2012-10-17","Statement":[` + strings.Repeat(`{"Effect":"Deny","Action":"a:b","Resource":"*"},`, 4) + `{"Effect":"Deny","Action":"c:d","Resource":"*"}]}`
		}, []string{
			"Policies of the role x were changed outside Terraform: p0 was edited (added: Deny a:b on *; Deny a:b on *; Deny a:b on *; and 2 more statements, " +
				"removed: Allow s3:GetObject, s3:GetObjectVersion on arn:aws:s3:::a/*). This did not widen access. The next apply puts them back.",
		}},
		"a permission deleted": {func(r *iamrole.Role) { r.Policies = r.Policies[1:] }, []string{
			"Policies of the role x were changed outside Terraform: p0 was deleted. This did not widen access. The next apply puts them back.",
		}},
		"a denial of what is not allowed anyway": {func(r *iamrole.Role) { r.Policies = policies(read, moot) }, []string{
			"Policies of the role x were changed outside Terraform: p1 was edited (added: Deny kms:Decrypt on *, removed: Deny s3:GetObject on arn:aws:s3:::a/secret/*). " +
				"This widened access: newly allowed is, for one, s3:GetObject on arn:aws:s3:::a/secret/example. The next apply puts them back.",
		}},
		"no document any more": {func(r *iamrole.Role) { r.Policies = policies("{", deny) }, []string{
			"Policies of the role x were changed outside Terraform: p0 was edited (it is no policy document any more). p0 is no policy document any more. The next apply puts them back.",
		}},
		"boundary removed": {func(r *iamrole.Role) { r.Boundary = "" }, []string{
			"The permissions boundary of the role x was changed outside Terraform. It was removed: this widened access to all that the role's policies allow. The next apply puts it back.",
		}},
		"boundary replaced": {func(r *iamrole.Role) { r.Boundary = "arn:c" }, []string{
			"The permissions boundary of the role x was changed outside Terraform. It is arn:c now, instead of arn:b; this may have widened access. The next apply puts it back.",
		}},
		"a longer session": {func(r *iamrole.Role) { r.MaxSession = 43200 }, []string{
			"The longest session of the role x was changed outside Terraform. It was lengthened from 3600 to 43200 seconds. The next apply puts it back.",
		}},
		"anybody of the account": {func(r *iamrole.Role) {
			r.Trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"123456789012"}}]}`
		}, []string{
			"The trust policy of the role x was changed outside Terraform. This widened access: newly allowed is, for one, sts:AssumeRole by arn:aws:iam::123456789012:role/example. The next apply puts it back.",
		}},
		"a principal that is gone": {func(r *iamrole.Role) {
			r.Trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"AIDAEXAMPLEEXAMPLE012"}}]}`
		}, []string{
			"The trust policy of the role x was changed outside Terraform. This did not widen access. The next apply puts it back.",
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			before, after := base(), base()
			tc.edit(&after)
			state := &roleModel{
				AssumeRolePolicy: types.StringValue(before.Trust), MaxSession: types.Int64Value(3600), Boundary: types.StringValue(before.Boundary),
				Policies: foundPolicies(template.Catalogue().Template("clinician", ""), types.ListNull(policyType), before.Policies, nil),
			}
			var got []string
			for _, d := range drift(state, &iamrole.Found{Role: after}) {
				got = append(got, d.Detail())
				if !strings.HasPrefix(d.Summary(), "Changed outside Terraform: ") || !strings.HasSuffix(d.Summary(), " of x") {
					t.Errorf("the summary %q would be taken for another role's", d.Summary())
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFoundStatementsKeepWhatTheyAreFor shows a policy to which a statement was
// added: the others keep their description and citations.
func TestFoundStatementsKeepWhatTheyAreFor(t *testing.T) {
	_, plan, rendered, _ := subject(t, "clinician", nil, records, saml)
	docs := documents(plan.Policies)
	edited := docs[0].Document[:len(docs[0].Document)-2] + `,{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"*"}]}`
	got := foundPolicies(rendered.Template, plan.Policies, []iamrole.Policy{{Name: docs[0].Name, Document: edited}, docs[1]}, nil)
	if !got.Elements()[1].Equal(plan.Policies.Elements()[1]) {
		t.Error("the policy that is as it was shows a difference")
	}
	first, ok := got.Elements()[0].(types.Object)
	if !ok {
		t.Fatal("no object")
	}
	statements, ok := first.Attributes()["statements"].(types.List)
	if !ok || len(statements.Elements()) != len(rendered.Policies[0].Statements)+1 {
		t.Fatalf("%d statements", len(statements.Elements()))
	}
	want, _ := plan.Policies.Elements()[0].(types.Object).Attributes()["statements"].(types.List)
	for i, s := range want.Elements() {
		if !statements.Elements()[i].Equal(s) {
			t.Errorf("statement %d: %s", i, statements.Elements()[i])
		}
	}
}

func TestMadeUpNames(t *testing.T) {
	a := madeUpName("ward-", "/", "clinician")
	// Names that exist must not change.
	if want := "ward-6li7bnejnd"; a != want {
		t.Errorf("%s, want %s", a, want)
	}
	for _, other := range []string{madeUpName("ward-", "/x/", "clinician"), madeUpName("ward", "/", "clinician"), madeUpName("ward-", "/", "nurse")} {
		if a == other {
			t.Errorf("%s twice", a)
		}
	}
	if again := madeUpName("ward-", "/", "clinician"); a != again {
		t.Errorf("%s, then %s", a, again)
	}
}
