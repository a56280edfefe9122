// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// files makes a file system of texts.
func files(texts map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// archive makes a saved plan's ZIP of texts; the names are tfconfig's.
func archive(t *testing.T, texts ...[2]string) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, text := range texts {
		f, err := w.Create(text[0])
		if err == nil {
			_, err = f.Write([]byte(text[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func value(t *testing.T, v *Evaluation, address string) string {
	t.Helper()
	x, err := v.Attribute(address, "value")
	if err != nil {
		return "undetermined: " + err.Error()
	}
	return shownText(x)
}

const (
	root   = "module \"m\" {\n  source = \"./mods/m\"\n}\nresource \"test\" \"t\" {\n  value = module.m.out\n}\n"
	called = "output \"out\" {\n  value = \"from m in ${path.module}\"\n}\nresource \"test\" \"f\" {\n  value = file(\"${path.module}/x.txt\")\n}\n"
)

func TestFromZIP(t *testing.T) {
	manifest := [2]string{"tfconfig/modules.json", `[{"Key":"","Dir":"."},{"Key":"m","Source":"./mods/m","Dir":"mods/m"}]`}
	main := [2]string{"tfconfig/m-/main.tf", root}
	m := [2]string{"tfconfig/m-m/main.tf", called}
	data := files(map[string]string{"root/mods/m/x.txt": "a file"})
	for _, c := range []struct {
		name  string
		zip   *zip.Reader
		opts  []Option
		want  string // of test.t
		file  string // of module.m.test.f
		diags int
	}{
		{"whole", archive(t, manifest, main, m), nil, "from m in mods/m", `<file("mods/m/x.txt")>`, 0},
		{"with data", archive(t, manifest, main, m), []Option{WithData(data, "root")}, "from m in mods/m", "a file", 0},
		{"without list of modules", archive(t, main, m), nil, "from m in mods/m", `<file("mods/m/x.txt")>`, 0},
		{"module taken out", archive(t, manifest, main), nil, "<module.m.out>", "undetermined: the module in mods/m is not at hand: the saved plan does not hold it", 0},
		{"file twice", archive(t, manifest, main, m, m), nil, "undetermined: module.m.output.out is not found in a module that could not be read in full", "undetermined: module.m.test.f is not found in a module that could not be read in full", 1},
		{"damaged list", archive(t, [2]string{"tfconfig/modules.json", "{"}, main, m), nil, "from m in mods/m", `<file("mods/m/x.txt")>`, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree, diags := FromZIP(c.zip, c.opts...)
			if tree == nil {
				t.Fatal(diags)
			}
			if len(diags) != c.diags {
				t.Errorf("%d diagnostics, want %d: %v", len(diags), c.diags, diags)
			}
			v := tree.Evaluate(context.Background(), Inputs{})
			if got := value(t, v, "test.t"); got != c.want {
				t.Errorf("test.t is %q, want %q", got, c.want)
			}
			if got := value(t, v, "module.m.test.f"); got != c.file {
				t.Errorf("module.m.test.f is %q, want %q", got, c.file)
			}
		})
	}
	if tree, diags := FromZIP(archive(t, [2]string{"tfplan", "x"})); tree != nil || !diags.HasErrors() {
		t.Errorf("a ZIP without source gives %v, %v", tree, diags)
	}
}

func TestFromFS(t *testing.T) {
	t.Run("prefix", func(t *testing.T) {
		tree, diags := FromFS(files(map[string]string{"main.tf": root, "mods/m/main.tf": called}), ".", WithPrefix("deploy/prod"))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		at, err := tree.Evaluate(context.Background(), Inputs{}).Range("module.m.test.f", "value")
		if err != nil || shownRange(at) != "deploy/prod/mods/m/main.tf:5,11-39" {
			t.Errorf("the range is %v, %v", at, err)
		}
		if !bytes.Equal(tree.Text(at.Filename), []byte(called)) {
			t.Errorf("the text of %s is %q", at.Filename, tree.Text(at.Filename))
		}
	})
	for _, c := range []struct{ name, text, want string }{
		{"no configuration", "", "holds no configuration"},
		{"nested too deep", strings.Repeat("(", 5_000), "brackets nest more than"},
		{"signs", "x = " + strings.Repeat("-", 20_000) + "1", "signs follow each other"},
		{"conditions", "x = " + strings.Repeat("true?", 20_000), "stands in it more than"},
		{"too large", strings.Repeat("#", maxFile+1), "larger than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := files(map[string]string{"main.tf": c.text})
			if c.text == "" {
				fsys = files(map[string]string{"readme.md": "x"})
			}
			_, diags := FromFS(fsys, ".")
			if !strings.Contains(diags.Error(), c.want) {
				t.Errorf("diagnostics are %v, want %q", diags, c.want)
			}
		})
	}
	t.Run("modules without end", func(t *testing.T) {
		tree, diags := FromFS(files(map[string]string{"main.tf": "module \"a\" {\n  source = \"./.\"\n}\nmodule \"b\" {\n  source = \"./.\"\n}\nresource \"test\" \"t\" {\n  value = \"fine\"\n}\n"}), ".")
		if !strings.Contains(diags.Error(), "nest too deep or are too many") {
			t.Errorf("diagnostics are %v", diags)
		}
		if got := value(t, tree.Evaluate(context.Background(), Inputs{}), "module.a.module.b.test.t"); got != "fine" {
			t.Errorf("the value is %q", got)
		}
	})
}

func TestCalls(t *testing.T) {
	tree, diags := FromFS(files(map[string]string{
		"main.tf":                         "module \"a\" {\n  source = \"x/y/z\"\n}\nmodule \"own\" {\n  source = \"./own\"\n}\n",
		"own/main.tf":                     "resource \"test\" \"t\" {\n  value = 1\n}\n",
		".terraform/modules/a/main.tf":    "module \"b\" {\n  source = \"./b\"\n}\n",
		".terraform/modules/a/b/main.tf":  "resource \"test\" \"t\" {}\n",
		".terraform/modules/modules.json": `{"Modules":[{"Key":"a","Dir":".terraform/modules/a"}]}`,
	}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for address, want := range map[string]string{
		"module.a[0].module.b.test.t": "main.tf:1,1-11 true, .terraform/modules/a/main.tf:1,1-11 true, ",
		"module.own.test.t":           "main.tf:4,1-13 false, ",
		"module.none.test.t":          "",
		"test.t":                      "",
		"module":                      "",
		"[":                           "",
	} {
		var got string
		for _, c := range tree.Calls(address) {
			got += fmt.Sprintf("%s %v, ", shownRange(c.Range), c.Downloaded)
		}
		if got != want {
			t.Errorf("the calls to %s are %q, want %q", address, got, want)
		}
	}
	v := tree.Evaluate(context.Background(), Inputs{})
	if at, err := v.Range("module.own.test.t", ""); err != nil || shownRange(at) != "own/main.tf:1,1-20" {
		t.Errorf("the resource is at %v, %v", at, err)
	}
}

func TestEvaluationErrors(t *testing.T) {
	tree, diags := FromFS(files(map[string]string{"main.tf": root + "resource \"test\" \"n\" {\n  count = 1\n  value = \"x\"\n}\n", "mods/m/main.tf": called}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v := tree.Evaluate(context.Background(), Inputs{})
	for _, c := range []struct{ address, path, want string }{
		{"test.absent", "value", "test.absent does not exist"},
		{"test.n", "value", "by the source there is no test.n"},
		{"test.n[1]", "value", "by the source there is no test.n[1]"},
		{"module.x.test.t", "value", "module.x does not exist"},
		{"module.m[0].test.f", "value", "by the source there is no module.m[0]"},
		{"test", "value", `"test" is no address of a resource`},
		{"", "value", `"" is no address of a resource`},
		{"test.t.value", "value", `"test.t.value" is no address of a resource`},
		{`test.n["`, "value", `"test.n[\"" is no address of a resource`},
		{"test.t", "value[", `"value[" is no path of an argument`},
		{strings.Repeat("x", 20_000), "value", "the address is too long"},
	} {
		t.Run(c.address+" "+c.path, func(t *testing.T) {
			_, err := v.Attribute(c.address, c.path)
			var u *UndeterminedError
			if !errors.As(err, &u) || u.Reason != c.want {
				t.Errorf("the error is %v, want %q", err, c.want)
			}
		})
	}
	if x, err := v.Attribute("test.t", "nothing"); err != nil || !x.Null {
		t.Errorf("an argument that is not there is %v, %v", x, err)
	}
}

func TestCancelled(t *testing.T) {
	tree, diags := FromFS(files(map[string]string{"main.tf": root, "mods/m/main.tf": called}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tree.Evaluate(ctx, Inputs{}).Attribute("test.t", "value"); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// TestPanics makes sure that a defect of a library costs one document only.
func TestPanics(t *testing.T) {
	passPanics = false
	defer func() { passPanics = true }()
	tree, diags := FromFS(files(map[string]string{"main.tf": "resource \"test\" \"t\" {\n  value = test.u.x\n  fine  = \"fine\"\n}\nresource \"test\" \"u\" {}\n"}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v := tree.Evaluate(context.Background(), Inputs{Resource: func(string) (Values, bool) { panic("a defect") }})
	_, err := v.Attribute("test.t", "value")
	var u *UndeterminedError
	if !errors.As(err, &u) || !strings.Contains(u.Reason, "a defect") {
		t.Errorf("the error is %v", err)
	}
	if x, err := v.Attribute("test.t", "fine"); err != nil || x.Value != "fine" {
		t.Errorf("afterwards %v, %v", x, err)
	}
}

// TestTogether evaluates one tree at the same time.
func TestTogether(t *testing.T) {
	tree, diags := FromFS(files(map[string]string{
		"main.tf": "resource \"aws_s3_bucket\" \"b\" {\n  count = 3\n}\nresource \"test\" \"t\" {\n  value = join(\",\", aws_s3_bucket.b[*].arn, [for x in aws_s3_bucket.b : x.id])\n}\n",
	}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	shared := tree.Evaluate(context.Background(), Inputs{})
	var wg sync.WaitGroup
	got := make([]string, 16)
	for i := range got {
		wg.Add(1)
		go func() {
			defer wg.Done()
			v := shared
			if i%2 == 0 {
				v = tree.Evaluate(context.Background(), Inputs{})
			}
			x, err := v.Attribute("test.t", "value")
			got[i] = fmt.Sprint(shownText(x), err)
		}()
	}
	wg.Wait()
	if len(slices.Compact(got)) != 1 || !strings.HasPrefix(got[0], "<aws_s3_bucket.b[0].arn>,") {
		t.Errorf("the results are %q", got)
	}
}

func TestReference(t *testing.T) {
	tree, diags := FromFS(files(map[string]string{
		"main.tf": "resource \"aws_iam_policy\" \"p\" {\n  count = 1\n}\nresource \"test\" \"t\" {\n  value = aws_iam_policy.p[0].arn\n  text  = \"${aws_iam_policy.p[0].arn}/*\"\n  known = \"x\"\n}\n",
	}), ".")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v := tree.Evaluate(context.Background(), Inputs{})
	for path, want := range map[string]Origin{"value": {Address: "aws_iam_policy.p[0]", Attribute: "arn"}, "text": {}, "known": {}} {
		x, err := v.Attribute("test.t", path)
		if err != nil {
			t.Fatal(err)
		}
		_, got, ok := x.Reference()
		if diff := cmp.Diff(want, got); diff != "" || ok != (want.Address != "") {
			t.Errorf("%s refers to (-want +got):\n%s", path, diff)
		}
	}
}

func TestIsFixed(t *testing.T) {
	for _, c := range []struct {
		address, path string
		want          bool
	}{
		{"aws_s3_bucket.b", "arn", true},
		{`module.a["x.y"].aws_s3_bucket.b[0]`, "id", true},
		{`module.a["x\"].y"].module.b.data.aws_iam_role.r`, "arn", true},
		{"aws_s3_bucket.b", "tags", false},
		{"aws_s3_object.o", "id", false},
		{"aws_route53_record.r", "id", false},
		{"aws_ses_domain_identity.d", "arn", false},
		{"data.aws_caller_identity.me", "account_id", false},
		{"aws_iam_role.r", "name", true},
		{"hipaa_clinician_role.r", "name", true},
		{"random_string.s", "result", false},
		{"random_id.s", "hex", true},
		{"terraform_data.t", "output", false},
		{"module.", "arn", false},
		{"", "", false},
	} {
		if got := isFixed(c.address, c.path); got != c.want {
			t.Errorf("isFixed(%q, %q) is %v", c.address, c.path, got)
		}
	}
}

func TestHoleRunes(t *testing.T) {
	for _, id := range []int{0, 1, 100, inFirst/2 - 1, inFirst / 2, maxHoles - 1} {
		for _, quoted := range []bool{false, true} {
			r := holeRune(id, quoted)
			gotID, gotQuoted, ok := holeOf(r)
			if gotID != id || gotQuoted != quoted || !ok || r&0xFFFF >= 0xFFFE {
				t.Errorf("hole %d, %v is %U, which is %d, %v, %v", id, quoted, r, gotID, gotQuoted, ok)
			}
		}
	}
	for _, r := range "aü€\U0001F600\U000FFFFE\U0010FFFF" {
		if _, _, ok := holeOf(r); ok {
			t.Errorf("%U is taken for a hole", r)
		}
	}
}
