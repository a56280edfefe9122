// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

func TestNormalKey(t *testing.T) {
	tests := []struct{ name, key, want string }{
		{"plain", "s3:prefix", "s3:prefix"},
		{"template", "aws:RequestTag/${TagKey}", "aws:RequestTag/${TagKey}"},
		{"angle brackets", "s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/${key}"},
		{"tag-key", "ssm:resourceTag/tag-key", "ssm:resourceTag/${TagKey}"},
		{"left out", "sagemaker:ResourceTag/", "sagemaker:ResourceTag/${TagKey}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := normalKey(tt.key); got != tt.want {
				t.Errorf("normalKey(%q) = %q, want %q", tt.key, got, tt.want)
			}
		})
	}
}

func TestConditionKey(t *testing.T) {
	tests := []struct {
		name, key, typeName string
		want                reference.ConditionKey
		wantErr             string
	}{
		{name: "as given", key: "iam:PolicyARN", typeName: "ARN", want: reference.ConditionKey{Name: "iam:PolicyARN", Type: "ARN"}},
		{name: "corrected", key: "saml:mail", typeName: "String", want: reference.ConditionKey{Name: "saml:mail", Type: "String", MultiValued: true}},
		{
			name: "correction outlived", key: "saml:mail", typeName: "ArrayOfString",
			wantErr: `condition key "saml:mail" is no longer of type String but ArrayOfString: review its correction in keys.go`,
		},
		{name: "unknown type", key: "a:b", typeName: "Colour", wantErr: `condition key "a:b" has the unknown type "Colour"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := conditionKey(tt.key, tt.typeName)
			if message(err) != tt.wantErr || got != tt.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// demo is a small iam-data package.
func demo() archive {
	return archive{
		"data/services.json":             []byte(`["zoo","demo"]`),
		"data/serviceNames.json":         []byte(`{"demo":"Demo","zoo":"Zoo"}`),
		"data/rcpSupportedServices.json": []byte(`["zoo"]`),
		"data/actions/demo.json": []byte(`{
			"b":{"name":"b","accessLevel":"Permissions management, Write","conditionKeys":["demo:Tag/","demo:A","demo:A"],"resourceTypes":[
				{"name":"thing","required":false,"conditionKeys":["demo:A"]},{"name":"thing","required":true}]},
			"a":{"name":"A","accessLevel":"List"}}`),
		"data/resourceTypes/demo.json": []byte(`{"thing":{"key":"thing","arn":"arn:a, arn:b","conditionKeys":["demo:A"]}}`),
		"data/conditionKeys/demo.json": []byte(`{"x":{"key":"demo:Tag/","type":"String"},"z":{"key":"demo:Tag/${TagKey}","type":"String"},
			"y":{"key":"demo:A","type":"ArrayOfARN"},"w":{"key":"other:B","type":"Bool"}}`),
		"data/actions/zoo.json":       []byte(`{}`),
		"data/resourceTypes/zoo.json": []byte(`{}`),
		"data/conditionKeys/zoo.json": []byte(`{}`),
	}
}

func TestReadServices(t *testing.T) {
	got, err := readServices(demo())
	if err != nil {
		t.Fatal(err)
	}
	want := []*reference.Service{
		{
			Prefix: "demo", Name: "Demo",
			Actions: []reference.Action{
				{Name: "A", Level: reference.List},
				{
					Name: "b", Level: reference.PermissionsManagement | reference.Write,
					Resources:     []reference.ActionResource{{Type: "thing", Required: true, ConditionKeys: []string{"demo:A"}}},
					ConditionKeys: []string{"demo:A", "demo:Tag/${TagKey}"},
				},
			},
			ResourceTypes: []reference.ResourceType{{Name: "thing", ARNs: []string{"arn:a", "arn:b"}, ConditionKeys: []string{"demo:A"}}},
			ConditionKeys: []reference.ConditionKey{
				{Name: "demo:A", Type: "ARN", MultiValued: true}, {Name: "demo:Tag/${TagKey}", Type: "String"}, {Name: "other:B", Type: "Bool"},
			},
		},
		{Prefix: "zoo", Name: "Zoo", SupportsRCP: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want[0])
	}
	prefixes, err := keyPrefixes(got)
	if err != nil || string(prefixes) != "prefix,services\nother,demo\n" {
		t.Errorf("prefixes %q, %v", prefixes, err)
	}
	blocks, err := serviceBlocks(got)
	if err != nil {
		t.Fatal(err)
	}
	file, err := packFile(blocks, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(file, got, mustPack(t), nil); err != nil {
		t.Error(err)
	}
	got[0].Actions[0].Level = reference.Read
	if err := verify(file, got, mustPack(t), nil); message(err) != `service "demo" differs` {
		t.Errorf("error %v", err)
	}
}

func mustPack(t *testing.T) []byte {
	t.Helper()
	file, err := reference.EncodePack(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReadServicesRefuses(t *testing.T) {
	tests := []struct{ name, path, text, want string }{
		{"unknown level", "data/actions/demo.json", `{"a":{"name":"A","accessLevel":"Execute"}}`, `service "demo": action "A" has the unknown access level "Execute"`},
		{"odd ARN", "data/resourceTypes/demo.json", `{"a":{"key":"a","arn":"*"}}`, `service "demo": resource type "a" has the unexpected ARN "*"`},
		{
			"keys that disagree", "data/conditionKeys/demo.json", `{"x":{"key":"demo:T/","type":"String"},"y":{"key":"demo:T/${TagKey}","type":"Bool"}}`,
			`becomes`,
		},
		{"service without a name", "data/serviceNames.json", `{}`, `service "demo" has no name, or is not in lower case`},
		{"missing file", "data/actions/demo.json", "", `service "demo": the package has no data/actions/demo.json: its layout has changed`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := demo()
			a[tt.path] = []byte(tt.text)
			if tt.text == "" {
				delete(a, tt.path)
			}
			if _, err := readServices(a); !strings.Contains(message(err), tt.want) || err == nil {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestMergeDependents(t *testing.T) {
	a := reference.Action{Name: "A", Resources: []reference.ActionResource{{Type: "kept"}}}
	found := mergeDependents(&a, rawAction{
		DependentActions: []string{"x:B"},
		ResourceTypes:    []rawResource{{Name: "kept", DependentActions: []string{"x:C"}}, {Name: "gone", DependentActions: []string{"x:A", "x:B"}}},
	})
	want := reference.Action{
		Name: "A", Resources: []reference.ActionResource{{Type: "kept", DependentActions: []string{"x:C"}}}, DependentActions: []string{"x:A", "x:B"},
	}
	if !found || !reflect.DeepEqual(a, want) {
		t.Errorf("got %v, %+v, want %+v", found, a, want)
	}
	if b := (reference.Action{}); mergeDependents(&b, rawAction{}) || b.DependentActions != nil {
		t.Errorf("something came from nothing: %+v", b)
	}
	services := []*reference.Service{{Prefix: "x", Actions: []reference.Action{a}}}
	if err := checkDependents(services); message(err) != `x:A depends on "x:B", which is not in the catalogue` {
		t.Errorf("error %v", err)
	}
	if err := addDependentActions(services, archive{}); message(err) != "0 actions have dependent actions, at least 800 expected" {
		t.Errorf("error %v", err)
	}
}

func TestReadPolicies(t *testing.T) {
	a := archive{"dist/managedPolicies.json": []byte(`{
		"b":{"arn":"arn:aws:iam::aws:policy/b","latestVersionId":"v2","versions":{
			"v1":{"createdDate":"2020-01-01T00:00:00.000Z","document":{}},
			"v2":{"createdDate":"2021-02-03T04:05:06.789Z","document":{ "Version" : "x",
				"Statement":[] }}}},
		"C":{"arn":"arn:aws:iam::aws:policy/p/C","latestVersionId":"v1","versions":{"v1":{"createdDate":"2019-01-01T00:00:00Z","document":{}}}}}`)}
	got, newest, err := readPolicies(a)
	if err != nil {
		t.Fatal(err)
	}
	want := []reference.ManagedPolicy{
		{Name: "C", ARN: "arn:aws:iam::aws:policy/p/C", VersionID: "v1", Updated: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), Document: []byte("{}")},
		{
			Name: "b", ARN: "arn:aws:iam::aws:policy/b", VersionID: "v2", Updated: time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC),
			Document: []byte(`{"Version":"x","Statement":[]}`),
		},
	}
	if !reflect.DeepEqual(got, want) || newest.Year() != 2021 {
		t.Errorf("got %+v, %v", got, newest)
	}
	a["dist/managedPolicies.json"] = []byte(`{"b":{"latestVersionId":"v3","versions":{}}}`)
	if _, _, err := readPolicies(a); message(err) != `managed policy "b" lacks its newest version "v3"` {
		t.Errorf("error %v", err)
	}
}

func TestPolicyBlocks(t *testing.T) {
	policy := func(name string, size int) reference.ManagedPolicy {
		return reference.ManagedPolicy{
			Name: name, ARN: "arn:aws:iam::aws:policy/" + name, Updated: time.Unix(0, 0), Document: bytes.Repeat([]byte("x"), size),
		}
	}
	blocks, err := policyBlocks([]reference.ManagedPolicy{
		policy("a", 10), policy("b", policyBlockSize-10), policy("c", 1), policy("d", 3*policyBlockSize), policy("e", 1),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range blocks {
		got = append(got, b.Key)
	}
	if want := []string{"a", "c", "d", "e"}; !reflect.DeepEqual(got, want) {
		t.Errorf("blocks start at %q, want %q", got, want)
	}
}

func TestGlobalKeysRefuses(t *testing.T) {
	tests := []struct {
		name string
		a    archive
		want string
	}{
		{"missing file", archive{}, "the package has no dist/esm/globalConditionKeys.js: its layout has changed"},
		{
			"other layout", archive{"dist/esm/globalConditionKeys.js": []byte("[{key: 'aws:A', type: 'String'}]")},
			"dist/esm/globalConditionKeys.js: 1 entries, 0 understood, at least 55 expected",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := globalKeys(tt.a); message(err) != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
	if err := checkCorrections(nil, nil); err == nil || !strings.HasSuffix(err.Error(), "is gone: remove its correction from keys.go") {
		t.Errorf("error %v without any key", err)
	}
}

func TestFetch(t *testing.T) {
	dir := t.TempDir()
	data := packed(t, map[string]string{"package/package.json": `{"name":"@x/demo","version":"1.2.3","license":"MIT"}`, "package/data/a.json": "{}"})
	if err := os.WriteFile(filepath.Join(dir, "x-demo-1.2.3.tgz"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	p := pin{Name: "@x/demo", Version: "1.2.3", Licence: "MIT"}
	_, err := fetch(context.Background(), dir, p)
	_, digest, ok := strings.Cut(message(err), "has the SHA-512 digest ")
	digest, _, ok2 := strings.Cut(digest, ",")
	if !ok || !ok2 {
		t.Fatalf("an archive without the pinned digest gives the error %v", err)
	}
	p.SHA512 = digest
	a, err := fetch(context.Background(), dir, p)
	if err != nil || string(a["data/a.json"]) != "{}" {
		t.Fatalf("got %q, %v", a, err)
	}
	p.Licence = "GPL-3.0"
	if _, err := fetch(context.Background(), dir, p); message(err) != "@x/demo@1.2.3 says it is @x/demo@1.2.3 under MIT, pins.go says GPL-3.0" {
		t.Errorf("error %v", err)
	}
}

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	tw := tar.NewWriter(zw)
	for name, text := range files {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDictionary(t *testing.T) {
	var blocks [][]byte
	for _, name := range []string{"alpha", "beta", "gamma"} {
		blocks = append(blocks, bytes.Repeat([]byte(name+" says: the quick brown fox jumps over the lazy dog. "), 400))
	}
	got := dictionary(blocks)
	if !bytes.Contains(got, []byte("the quick brown fox jumps over the lazy")) || len(got) > dictionarySize {
		t.Errorf("the dictionary of %d bytes lacks what all blocks share", len(got))
	}
	if !bytes.Equal(got, dictionary(blocks)) {
		t.Error("two runs give two dictionaries")
	}
	if got := dictionary([][]byte{[]byte("short")}); len(got) != 0 {
		t.Errorf("a dictionary from too little text: %q", got)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
