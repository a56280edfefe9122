// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"bufio"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// attribute is one attribute of the real provider's schema.
type attribute struct {
	required, optional, computed bool
}

// schema is what the extract of the real provider's schema says: the attributes
// by resource type and path, and what names a candidate has.
type schema struct {
	types     map[string]map[string]attribute
	candidate *regexp.Regexp
}

func readSchema(t *testing.T) schema {
	t.Helper()
	f, err := os.Open("testdata/aws-5.100.0.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := schema{types: map[string]map[string]attribute{}}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			if _, pattern, ok := strings.Cut(comment, "if its name matches "); ok {
				out.candidate = regexp.MustCompile(strings.TrimSuffix(pattern, ","))
			}
			continue
		}
		fields := strings.Fields(line)
		attributes := map[string]attribute{}
		for _, field := range fields[1:] {
			var a attribute
			field, a.computed = strings.CutSuffix(field, "~")
			field, a.optional = strings.CutSuffix(field, "?")
			field, a.required = strings.CutSuffix(field, "!")
			attributes[field] = a
		}
		out.types[fields[0]] = attributes
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if out.candidate == nil || len(out.types) < 300 {
		t.Fatalf("the extract holds %d types and the pattern %v; write it again with: go -C tools run ./cmd/schema", len(out.types), out.candidate)
	}
	return out
}

// lookLike returns what looks like a policy in the schema: "type path".
func (s schema) lookLike() map[string]bool {
	out := map[string]bool{}
	for name, attributes := range s.types {
		for path := range attributes {
			steps := Steps(path)
			if s.candidate.MatchString(steps[len(steps)-1].Name) {
				out[name+" "+path] = true
			}
		}
	}
	return out
}

// TestComplete holds the table to the real provider: what looks like a policy
// there is in the table, or excepted with a reason.
func TestComplete(t *testing.T) {
	left := readSchema(t).lookLike()
	in := map[string]bool{}
	for _, name := range Types() {
		for _, b := range Of(name) {
			for _, path := range paths(b) {
				in[name+" "+path] = true
				delete(left, name+" "+path)
			}
		}
	}
	seen := map[string]bool{}
	for _, e := range exceptions {
		if e.reason == "" {
			t.Errorf("an exception has no reason: %v", e.attributes)
		}
		for _, line := range strings.Split(strings.TrimSpace(e.attributes), "\n") {
			fields := strings.Fields(line)
			for _, path := range fields[1:] {
				one := fields[0] + " " + path
				switch {
				case seen[one]:
					t.Errorf("%s is excepted twice", one)
				case in[one]:
					t.Errorf("%s is excepted, and in the table", one)
				case !left[one]:
					t.Errorf("%s is excepted, and the schema has nothing of that name that looks like a policy", one)
				}
				seen[one] = true
			}
		}
	}
	for one := range seen {
		delete(left, one)
	}
	for _, one := range slices.Sorted(keysOf(left)) {
		t.Errorf("%s looks like a policy, and is neither in the table nor excepted", one)
	}
}

func keysOf(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// paths are all attributes that a row speaks of.
func paths(b Bearer) []string {
	out := []string{b.Path}
	for _, r := range b.On {
		if r.Path != "" {
			out = append(out, r.Path)
		}
	}
	if b.Name != "" {
		out = append(out, b.Name)
	}
	if b.Choice != nil {
		out = append(out, b.Choice.Attribute)
	}
	if s := b.Shape; s != nil {
		for _, path := range []string{s.Sid, s.Action, s.Principal, s.Equals, s.Subset, s.Block[0], s.Block[1], s.Block[2]} {
			if path != "" {
				out = append(out, path)
			}
		}
		for _, c := range s.Conditions {
			out = append(out, c.Path)
		}
	}
	return out
}

// newIn6 are attributes that rows of version 5 speak of and only version 6 has.
var newIn6 = map[string]bool{"aws_lambda_permission invoked_via_function_url": true}

// TestRowsAreReal holds each row of hashicorp/aws 5 to the schema.
func TestRowsAreReal(t *testing.T) {
	s := readSchema(t)
	for _, name := range Types() {
		for _, b := range Of(name) {
			if b.Provider == AWS6 {
				if _, ok := s.types[name]; ok {
					t.Errorf("%s is marked as new in version 6, and version 5 has it", name)
				}
			}
			if b.Provider != AWS5 {
				continue
			}
			attributes, ok := s.types[name]
			if !ok {
				t.Errorf("version 5 has no %s", name)
				continue
			}
			for _, path := range paths(b) {
				if _, ok := attributes[path]; !ok && !newIn6[name+" "+path] {
					t.Errorf("%s has no attribute %s", name, path)
				}
			}
			a := attributes[b.Path]
			if !a.required && !a.optional {
				t.Errorf("%s.%s cannot be written", name, b.Path)
			}
			// Blocks have no mark of their own: inline_policy is computed as a whole.
			if got := b.Computed; got != a.computed && !strings.Contains(b.Path, "[].") {
				t.Errorf("%s.%s: computed is %v in the schema, %v in the table", name, b.Path, a.computed, got)
			}
		}
	}
}

// TestHoldersAreReal holds how resources are identified to the schema.
func TestHoldersAreReal(t *testing.T) {
	s := readSchema(t)
	for _, name := range Holders() {
		h, _ := HolderOf(name)
		if h.Provider != AWS5 {
			continue
		}
		attributes, ok := s.types[name]
		if !ok {
			t.Errorf("version 5 has no %s", name)
			continue
		}
		for _, path := range append([]string{h.ARN}, h.Keys...) {
			if _, ok := attributes[path]; !ok && path != "" {
				t.Errorf("%s has no attribute %s", name, path)
			}
		}
		for _, m := range placeholder.FindAllStringSubmatch(h.Format, -1) {
			if _, ok := attributes[m[1]]; !ok && !slices.Contains([]string{"partition", "region", "account"}, m[1]) {
				t.Errorf("%s has no attribute %s, which its ARN is made of", name, m[1])
			}
		}
	}
}

// notAsListed are formats that the Service Authorization Reference has in
// another form, with what it says.
var notAsListed = map[string]string{
	// IAM lists the types' ARNs with the path in the name.
	"aws_iam_role": "${RoleNameWithPath}", "aws_iam_user": "${UserNameWithPath}", "aws_iam_group": "${GroupNameWithPath}", "aws_iam_policy": "${PolicyNameWithPath}",
	"awscc_iam_role": "${RoleNameWithPath}", "awscc_iam_user": "${UserNameWithPath}", "awscc_iam_group": "${GroupNameWithPath}", "awscc_iam_managed_policy": "${PolicyNameWithPath}",
}

var listed = regexp.MustCompile(`\$\{[^}]*\}`)

// TestFormats holds the ARNs that the table makes to what AWS documents.
func TestFormats(t *testing.T) {
	checked := 0
	for _, name := range Holders() {
		h, _ := HolderOf(name)
		if h.Format == "" {
			continue
		}
		got := placeholder.ReplaceAllString(h.Format, "*")
		if notAsListed[name] != "" {
			got = strings.Replace(got, "**", "/*", 1)
		}
		service, ok := reference.LookupService(strings.Split(got, ":")[2])
		if !ok {
			t.Errorf("%s: there is no service %s", name, strings.Split(got, ":")[2])
			continue
		}
		var all []string
		for _, r := range service.ResourceTypes {
			for _, arn := range r.ARNs {
				all = append(all, listed.ReplaceAllString(arn, "*"))
			}
		}
		if !slices.Contains(all, got) {
			t.Errorf("%s: AWS documents no ARN of the form %s; it documents\n%s", name, h.Format, strings.Join(all, "\n"))
		}
		checked++
	}
	if checked < 50 {
		t.Errorf("only %d formats were checked", checked)
	}
}

// TestConsistent holds the rows to the rules that readers of the table rely on.
func TestConsistent(t *testing.T) {
	all := Types()
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("Types is not in order, or has a type twice: %v", all)
	}
	for _, name := range all {
		seen := map[string]bool{}
		for _, b := range Of(name) {
			what := name + "." + b.Path
			if b.Type != name || b.Path == "" {
				t.Errorf("%s: the row says it is of %q", what, b.Type)
			}
			if seen[b.Path] {
				t.Errorf("%s is there twice", what)
			}
			seen[b.Path] = true
			if _, ok := b.Kind.Language(); !ok && b.Kind != Other {
				t.Errorf("%s: there is no kind %q", what, b.Kind)
			}
			refers := b.Role == Attachment || b.Role == Limit || b.Role == Assignment
			if (b.Policy.Key != "") != refers || refers && b.Policy.Path != b.Path && b.Role != Assignment {
				t.Errorf("%s: role %s with the policy reference %+v", what, b.Role, b.Policy)
			}
			if (b.Shape != nil) != (b.Role == Statement) {
				t.Errorf("%s: role %s with the shape %v", what, b.Role, b.Shape)
			}
			for _, other := range b.Elsewhere {
				if Of(other) == nil {
					t.Errorf("%s: %s is not in the table", what, other)
				}
			}
			if strings.HasPrefix(name, "awscc_") != (b.Provider == AWSCC) {
				t.Errorf("%s is of %s", what, b.Provider)
			}
			for _, r := range append(slices.Clone(b.On), b.Policy) {
				for _, target := range r.Types {
					if _, ok := HolderOf(target); !ok && target != "awscc_iot_policy" {
						t.Errorf("%s names %s, which HolderOf does not know", what, target)
					}
				}
				if len(r.Types) == 0 || r.Key == "" {
					continue
				}
				if h, _ := HolderOf(r.Types[0]); !slices.Contains(h.Keys, r.Key) {
					t.Errorf("%s names %s by %s, which is none of its keys %v", what, r.Types[0], r.Key, h.Keys)
				}
			}
		}
	}
}

// TestOwnRoles holds the rows of this project's own roles to their documentation.
func TestOwnRoles(t *testing.T) {
	entries, err := os.ReadDir("../../../docs/resources")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		t.Fatal("no resource is documented")
	}
	for _, e := range entries {
		name := "hipaa_" + strings.TrimSuffix(e.Name(), ".md")
		if !isOwnRole(name) {
			continue
		}
		text, err := os.ReadFile("../../../docs/resources/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		rows := Of(name)
		if len(rows) == 0 {
			t.Errorf("%s is not in the table", name)
		}
		for _, b := range rows {
			if b.Provider != HIPAA || b.Type != name {
				t.Errorf("%s: the row is of %s, %s", name, b.Type, b.Provider)
			}
			for _, path := range paths(b) {
				for _, step := range Steps(path) {
					if !strings.Contains(string(text), "- `"+step.Name+"` (") {
						t.Errorf("%s: the documentation has no %s of %s", name, step.Name, path)
					}
				}
			}
		}
	}
}

func TestKinds(t *testing.T) {
	b := Of("aws_organizations_policy")[0]
	for value, want := range map[string]Kind{"": SCP, "SERVICE_CONTROL_POLICY": SCP, "RESOURCE_CONTROL_POLICY": RCP, "TAG_POLICY": Other, "service_control_policy": Other} {
		if got := b.KindFor(value); got != want {
			t.Errorf("type %q: got %s, want %s", value, got, want)
		}
	}
	if got := Of("aws_s3_bucket_policy")[0].KindFor("TAG_POLICY"); got != Resource {
		t.Errorf("a bucket policy became %s", got)
	}
	if Of("aws_instance") != nil || Of("hipaa_roles") != nil || Of("") != nil {
		t.Error("types that hold no policy have rows")
	}
}

func TestSteps(t *testing.T) {
	want := []Step{{Name: "constraints", List: true}, {Name: "encryption_context_equals", Map: true}, {Name: "x"}}
	if diff := cmp.Diff(want, Steps("constraints[].encryption_context_equals{}.x")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := Steps(""); got != nil {
		t.Errorf("no path has the steps %v", got)
	}
}
