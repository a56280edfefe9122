// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	tfresource "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// typical are the arguments of a template with which a role is made in its tests.
func typical(t testing.TB, name string) template.Arguments {
	t.Helper()
	folder := filepath.Join("..", "internal", "template", "testdata", "render", name)
	cases, err := filepath.Glob(filepath.Join(folder, "*", "requests.txt"))
	if strings.HasSuffix(name, "_boundary") {
		cases, err = filepath.Glob(filepath.Join(folder, "typical", "arguments.hcl"))
	}
	if err != nil || len(cases) == 0 {
		t.Fatalf("no arguments for %s", name)
	}
	file := filepath.Join(filepath.Dir(cases[len(cases)-1]), "arguments.hcl")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	args, diags := template.ParseArguments(src, file, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return args
}

// large are the typical arguments with so many elements in each list of ARNs, or
// of objects with one.
func large(t testing.TB, name string, n int) template.Arguments {
	t.Helper()
	args := typical(t, name)
	tmpl := template.Catalogue().Template(name, "")
	for _, p := range tmpl.Parameters {
		given, ok := args.Parameters[p.Name]
		if !ok || given.IsNull() || !given.CanIterateElements() || given.LengthInt() == 0 || !(p.Type.IsListType() || p.Type.IsSetType()) {
			continue
		}
		args.Parameters[p.Name] = repeated(given.AsValueSlice()[0], n)
		if _, problems, _ := tmpl.Render(args); len(problems) > 0 {
			// Not as many will do, or not such values.
			args.Parameters[p.Name] = given
		}
	}
	return args
}

// repeated makes a list of values like this one, whose ARNs are different ones.
func repeated(like cty.Value, n int) cty.Value {
	var out []cty.Value
	for i := range n {
		v, _ := cty.Transform(like, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			if v.Type() != cty.String || v.IsNull() || !strings.HasPrefix(v.AsString(), "arn:") {
				return v, nil
			}
			text, end, star := strings.Cut(v.AsString(), "/*")
			text += fmt.Sprintf("%03d", i)
			if star {
				text += "/*" + end
			}
			return cty.StringVal(text), nil
		})
		if i > 0 && v.RawEquals(like) {
			break // no ARN in it
		}
		out = append(out, v)
	}
	return cty.TupleVal(out)
}

// plain is a value as a session takes it.
func plain(v cty.Value) any {
	switch ty := v.Type(); {
	case v.IsNull():
		return nil
	case ty == cty.String:
		return v.AsString()
	case ty == cty.Bool:
		return v.True()
	case ty == cty.Number:
		return v.AsBigFloat()
	case ty.IsObjectType() || ty.IsMapType():
		out := map[string]any{}
		for k, e := range v.AsValueMap() {
			out[k] = plain(e)
		}
		return out
	default:
		out := []any{}
		for _, e := range v.AsValueSlice() {
			out = append(out, plain(e))
		}
		return out
	}
}

// configuration is a role's with these arguments.
func configuration(tmpl *template.Template, name string, args template.Arguments) map[string]any {
	out := map[string]any{
		"name": name, "owner": "it@example.org", "review_by": "2027-01-31", "justification": "A test.",
		"permissions_boundary": "arn:aws:iam::123456789012:policy/boundary",
	}
	for k, v := range args.Parameters {
		out[k] = plain(v)
	}
	trust := map[string]any{}
	for _, u := range tmpl.Trust {
		trust[u.Name] = []any{} // as Terraform gives blocks that are not there
	}
	for _, a := range args.Trust {
		one := map[string]any{}
		for k, v := range a.Parameters {
			one[k] = plain(v)
		}
		list, _ := trust[a.Profile].([]any)
		trust[a.Profile] = append(list, one)
	}
	out["trust"] = trust
	return out
}

// attribute reads a list of texts out of a state.
func (s *session) attribute(name string, state *tfprotov6.DynamicValue, attribute string) []string {
	s.t.Helper()
	v, err := state.Unmarshal(s.schema.ResourceSchemas[name].ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	attrs, list := map[string]tftypes.Value{}, []tftypes.Value{}
	if err := v.As(&attrs); err != nil {
		s.t.Fatal(err)
	}
	if err := attrs[attribute].As(&list); err != nil {
		s.t.Fatal(err)
	}
	out := make([]string, len(list))
	for i, e := range list {
		if err := e.As(&out[i]); err != nil {
			s.t.Fatal(err)
		}
	}
	return out
}

// policySizes is how long a role's documents are together.
func (s *session) policySizes(name string, state *tfprotov6.DynamicValue) int {
	s.t.Helper()
	v, err := state.Unmarshal(s.schema.ResourceSchemas[name].ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	attrs, list, sum := map[string]tftypes.Value{}, []tftypes.Value{}, 0
	if err := v.As(&attrs); err != nil {
		s.t.Fatal(err)
	}
	if err := attrs["policies"].As(&list); err != nil {
		s.t.Fatal(err)
	}
	for _, e := range list {
		one, text := map[string]tftypes.Value{}, ""
		if err := e.As(&one); err != nil {
			s.t.Fatal(err)
		}
		if err := one["json"].As(&text); err != nil {
			s.t.Fatal(err)
		}
		sum += spread.Size(text)
	}
	return sum
}

// fewerLists are templates that deny all but what is named, in one statement,
// which cannot be cut: AWS has no room in it for a hundred of everything.
var fewerLists = map[string]int{"researcher": 40}

// TestLargeArguments makes each template's role on moto with a hundred of each
// ARN that it takes, looks that a refresh finds no change, makes it small, and
// deletes it.
func TestLargeArguments(t *testing.T) {
	endpoint := iamtest.Moto(t)
	client := api(endpoint)
	made, err := client.CreatePolicy(t.Context(), &iam.CreatePolicyInput{PolicyName: aws.String("large-boundary"), Path: aws.String("/large/"), PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	s := configured(t, endpoint)
	for _, tmpl := range template.Catalogue().Roles() {
		t.Run(tmpl.Name, func(t *testing.T) {
			s.t = t
			resource := "hipaa_" + tmpl.Name + "_role"
			n := 100
			if fewer := fewerLists[tmpl.Name]; fewer > 0 {
				n = fewer
			}
			name := strings.ReplaceAll(tmpl.Name, "_", "-")
			many, few := configuration(tmpl, name, large(t, tmpl.Name, n)), configuration(tmpl, name, typical(t, tmpl.Name))
			for _, c := range []map[string]any{many, few} {
				c["permissions_boundary"], c["path"] = *made.Policy.Arn, "/large/"
			}
			attached := func() []string {
				out, err := client.ListAttachedRolePolicies(t.Context(), &iam.ListAttachedRolePoliciesInput{RoleName: &name})
				if err != nil {
					t.Fatal(err)
				}
				var arns []string
				for _, p := range out.AttachedPolicies {
					arns = append(arns, *p.PolicyArn)
				}
				slices.Sort(arns)
				return arns
			}
			had := s.none(resource)
			for i, config := range []map[string]any{many, few} {
				now, _, err := s.run(resource, had, config)
				if err != nil {
					t.Fatalf("step %d: %v", i, err)
				}
				managed := s.attribute(resource, now.state, "managed_policies")
				if !slices.Equal(managed, attached()) {
					t.Fatalf("step %d: managed %v, attached %v", i, managed, attached())
				}
				if size := s.policySizes(resource, now.state); (size > 10_240) != (len(managed) > 0) {
					t.Fatalf("step %d: %d characters are in %d managed policies", i, size, len(managed))
				}
				if again := s.refreshed(resource, now, config); again != "" {
					t.Fatalf("step %d: a refresh finds changes: %s", i, again)
				}
				had = now
			}
			if _, _, err := s.run(resource, had, nil); err != nil {
				t.Fatalf("deletion: %v", err)
			}
		})
	}
	left, err := client.ListPolicies(t.Context(), &iam.ListPoliciesInput{Scope: "Local", PathPrefix: aws.String("/large/")})
	if err != nil || len(left.Policies) != 1 {
		t.Errorf("left: %v, %v", left.Policies, err)
	}
}

// refreshed reads and plans once more, and returns the attributes that would change.
func (s *session) refreshed(name string, had kept, config map[string]any) string {
	s.t.Helper()
	ty := s.schema.ResourceSchemas[name].ValueType()
	read, err := s.server.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: had.state, CurrentIdentity: had.identity})
	if err != nil {
		s.t.Fatal(err)
	}
	if errs, warnings := said(read.Diagnostics); len(errs)+len(warnings) > 0 {
		return strings.Join(append(errs, warnings...), "; ")
	}
	v := s.value(ty, config)
	plan, err := s.server.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: s.dynamic(ty, v), PriorState: read.NewState, ProposedNewState: s.dynamic(ty, s.defaults(ty, read.NewState, v)), PriorIdentity: read.NewIdentity,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	before, err := read.NewState.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	after, err := plan.PlannedState.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	diffs, err := before.Diff(after)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, d := range diffs {
		out = append(out, d.Path.String())
	}
	return strings.Join(out, ", ")
}

// TestAccRole_largeAndUnknown plans a role with many keys that are not known
// until apply, so that neither is in which policies it will be; and one that
// grows and shrinks.
func TestAccRole_largeAndUnknown(t *testing.T) {
	srv := start(t)
	const address = "hipaa_kms_key_administrator_role.test"
	config := func(keys string) string {
		return at(srv.URL, "") + strings.Replace(keyAdministrator("many", ""), `["arn:aws:kms:us-east-1:123456789012:key/1"]`, keys, 1) + `
resource "terraform_data" "key" {
  count = 130
  input = format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-%012d", count.index)
}
`
	}
	attached := func(want int) tfresource.TestCheckFunc {
		return func(*terraform.State) error {
			if r := srv.Role("many"); len(r.Attached) != want || len(srv.Policies()) != want+1 {
				return fmt.Errorf("attached %v of %v, want %d", r.Attached, srv.Policies(), want)
			}
			return nil
		}
	}
	empty := tfresource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	tfresource.Test(t, tfresource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []tfresource.TestStep{
			{
				Config: config("[for k in terraform_data.key : k.output]"),
				ConfigPlanChecks: tfresource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("managed_policies")),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("hipaa-access")),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("statements").AtSliceIndex(0).AtMapKey("effect"), knownvalue.StringExact("Allow")),
				}},
				Check: attached(2),
			},
			{Config: config("[for k in terraform_data.key : k.output]"), ConfigPlanChecks: empty},
			{
				ResourceName: address, ImportState: true, ImportStateId: "many", ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"trust", "keys", "regions", "findings", "accepts", "justification", "owner", "review_by", "policies", "assume_role_statements"},
			},
			{Config: config(`["arn:aws:kms:us-east-1:123456789012:key/1"]`), Check: attached(0)},
			{
				Config: config("[for k in terraform_data.key : k.output]"), Check: attached(2),
				ConfigPlanChecks: tfresource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(address, tfjsonpath.New("managed_policies"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact("arn:aws:iam::123456789012:policy/many-hipaa-access-1"), knownvalue.StringExact("arn:aws:iam::123456789012:policy/many-hipaa-access-2"),
					})),
				}},
			},
		},
	})
	if left := srv.Policies(); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestLargeRoleDriftInWords detaches and deletes parts of a role's documents, and
// moves the role here from a type that knows nothing of them.
func TestLargeRoleDriftInWords(t *testing.T) {
	const part = "arn:aws:iam::123456789012:policy/killed-hipaa-access-"
	detach := func(srv *iamtest.Server, arn string) {
		srv.Edit("killed", func(r *iamtest.Role) {
			r.Attached = slices.DeleteFunc(r.Attached, func(a string) bool { return a == arn })
		})
	}
	for name, tc := range map[string]struct {
		edit func(*iamtest.Server)
		want string
	}{
		"detached": {func(s *iamtest.Server) { detach(s, part+"2") }, part + "2, a part of hipaa-access, was detached. This did not widen access."},
		"deleted":  {func(s *iamtest.Server) { detach(s, part+"1"); s.RemovePolicy(part + "1") }, part + "1, a part of hipaa-access, was deleted. This did not widen access."},
		"widened": {func(s *iamtest.Server) {
			s.EditPolicy(part+"2", func(p *iamtest.Policy) { p.AddVersion(strings.ReplaceAll(p.Document(), "s3:GetObject", "s3:*")) })
		}, "This widened access"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := start(t)
			s := configured(t, srv.URL)
			had, _, err := s.run(letterRole, s.none(letterRole), letters(14))
			if err != nil {
				t.Fatal(err)
			}
			tc.edit(srv)
			had, warnings, err := s.run(letterRole, had, letters(14))
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.Join(warnings, "\n"); !strings.Contains(text, tc.want) {
				t.Errorf("warnings are %s, want %s", text, tc.want)
			}
			if again := s.refreshed(letterRole, had, letters(14)); again != "" {
				t.Errorf("not repaired: %s", again)
			}
		})
	}
	t.Run("moved here", func(t *testing.T) {
		srv := start(t)
		s := configured(t, srv.URL)
		had, _, err := s.run(letterRole, s.none(letterRole), letters(14))
		if err != nil {
			t.Fatal(err)
		}
		policies := srv.Policies()
		there, _ := s.moved(t, letterRole, "aws_iam_role", "registry.terraform.io/hashicorp/aws", fmt.Sprintf(
			`{"name": "killed", "arn": %q, "unique_id": %q, "path": "/", "max_session_duration": 3600, "permissions_boundary": %q, "assume_role_policy": %q, "tags_all": {}}`,
			srv.Role("killed").ARN(), srv.Role("killed").ID, boundary, srv.Role("killed").Trust))
		now, _, err := s.run(letterRole, there, letters(14))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(policies, srv.Policies()) || !slices.Equal(s.attribute(letterRole, had.state, "managed_policies"), s.attribute(letterRole, now.state, "managed_policies")) {
			t.Errorf("managed policies %v, before %v", srv.Policies(), policies)
		}
		if _, _, err := s.run(letterRole, now, nil); err != nil || len(srv.Policies()) != 1 {
			t.Errorf("deletion: %v, left %v", err, srv.Policies())
		}
	})
}
