// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testPack(t testing.TB) []byte {
	t.Helper()
	file, err := EncodePack([]byte("a dictionary of common words"), []PackBlock{
		{Key: "a", Meta: 1, Data: []byte("common words, and others")},
		{Key: "b", Meta: 300, Data: nil},
		{Key: "c", Meta: 0, Data: bytes.Repeat([]byte("dictionary "), 500)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPackRoundTrip(t *testing.T) {
	p, err := openPack(string(testPack(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"common words, and others", "", strings.Repeat("dictionary ", 500)}
	for i, text := range want {
		got, err := p.block(i)
		if err != nil || string(got) != text {
			t.Errorf("block %d is %q, %v, want %q", i, got, err, text)
		}
	}
	if i, ok := p.find("B"); !ok || i != 1 || p.entries[i].meta != 300 {
		t.Errorf("find(B) = %d, %v", i, ok)
	}
	if _, ok := p.find("d"); ok {
		t.Error("find(d) found something")
	}
}

func TestEncodePackRefuses(t *testing.T) {
	tests := []struct {
		name   string
		blocks []PackBlock
		want   string
	}{
		{"out of order", []PackBlock{{Key: "b"}, {Key: "a"}}, `block "a" must sort after "b"`},
		{"same key", []PackBlock{{Key: "a"}, {Key: "a"}}, `block "a" must sort after "a"`},
		{"too large", []PackBlock{{Key: "a", Data: make([]byte, maxBlockSize+1)}}, `block "a" has 1048577 bytes, more than 1048576`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := EncodePack(nil, tt.blocks); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestOpenPackRefuses(t *testing.T) {
	entry := func(key string, size, length int) encoder {
		var e encoder
		e.str(key)
		e.uint(0)
		e.int(size)
		e.int(length)
		return e
	}
	file := func(count int, entries ...encoder) string {
		e := encoder{buf: []byte(packMagic + "\x00")}
		e.int(count)
		for _, x := range entries {
			e.buf = append(e.buf, x.buf...)
		}
		return string(e.buf)
	}
	tests := []struct{ name, file, want string }{
		{"other file", "PK\x03\x04", "not a pack file"},
		{"nothing after the magic", packMagic, "truncated"},
		{"dictionary cut off", packMagic + "\x05ab", "5 bytes wanted, 2 left"},
		{"more entries than there can be", file(200), "number 200 is over 0"},
		{"keys out of order", file(2, entry("b", 0, 0), entry("a", 0, 0)), "index entry 1: keys out of order"},
		{"huge block", file(1, entry("a", maxBlockSize+1, 0)), "index entry 0: number 1048577 is over 1048576"},
		{"blocks missing", file(1, entry("a", 3, 3)), "the index promises 3 bytes of blocks, there are 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := openPack(tt.file); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestPackBlockRefuses(t *testing.T) {
	tests := []struct {
		name   string
		damage func(p *pack)
		want   string
	}{
		{"longer than promised", func(p *pack) { p.entries[0].size -= 5 }, `block "a": longer than the index says`},
		{"shorter than promised", func(p *pack) { p.entries[0].size++ }, `block "a": after 24 of 25 bytes: unexpected EOF`},
		{"cut off", func(p *pack) { p.entries[0].length-- }, `block "a": after its end: unexpected EOF`},
		{"other dictionary", func(p *pack) { p.dictionary = nil }, `block "a": after 0 of 24 bytes: flate: corrupt input before offset 3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := openPack(string(testPack(t)))
			if err != nil {
				t.Fatal(err)
			}
			tt.damage(p)
			if _, err := p.block(0); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func sampleService() *Service {
	return &Service{
		Prefix: "demo", Name: "Demo Service", SupportsRCP: true,
		Actions: []Action{
			{Name: "GetThing", Level: Read, ConditionKeys: []string{"demo:Colour"}},
			{
				Name: "PutThing", Level: Tagging | Write,
				Resources: []ActionResource{
					{Type: "shelf"},
					{Type: "thing", Required: true, ConditionKeys: []string{"aws:TagKeys", "demo:Colour"}, DependentActions: []string{"iam:PassRole"}},
				},
				DependentActions: []string{"demo:GetThing", "iam:PassRole"},
			},
		},
		ResourceTypes: []ResourceType{
			{Name: "shelf", ARNs: []string{"arn:${Partition}:demo:::${Shelf}"}},
			{Name: "thing", ARNs: []string{"arn:a:demo:::1", "arn:a:demo:::2"}, ConditionKeys: []string{"demo:Colour"}},
		},
		ConditionKeys: []ConditionKey{{"aws:TagKeys", TypeString, true}, {"demo:Colour", TypeString, false}, {"demo:When", TypeDate, false}},
	}
}

func TestServiceRoundTrip(t *testing.T) {
	tests := []struct {
		name    string
		service *Service
	}{
		{"everything", sampleService()},
		{"nothing", &Service{Prefix: "demo"}},
		{"keys only", &Service{Prefix: "demo", ConditionKeys: []ConditionKey{{"demo:X", TypeBinary, true}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := EncodeService(tt.service)
			if err != nil {
				t.Fatal(err)
			}
			got, err := decodeService("demo", raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.service, got); diff != "" {
				t.Errorf("service (-want +got):\n%s", diff)
			}
			for n := range raw {
				if _, err := decodeService("demo", raw[:n]); err == nil {
					t.Errorf("the first %d of %d bytes decode", n, len(raw))
				}
			}
			if _, err := decodeService("demo", append(raw, 0)); err == nil || err.Error() != "1 bytes left over" {
				t.Errorf("error %v with a byte too many", err)
			}
		})
	}
}

func TestEncodeServiceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		damage func(s *Service)
		want   string
	}{
		{"actions out of order", func(s *Service) { s.Actions[0].Name = "Z" }, `service "demo": actions: "PutThing" must sort after "Z"`},
		{"no access level", func(s *Service) { s.Actions[0].Level = 0 }, `service "demo": action "GetThing" has no valid access level`},
		{"unknown access level", func(s *Service) { s.Actions[0].Level = 128 }, `service "demo": action "GetThing" has no valid access level`},
		{"unknown resource type", func(s *Service) { s.Actions[1].Resources[0].Type = "box" }, `service "demo": unknown resource type "box"`},
		{"unknown key", func(s *Service) { s.Actions[0].ConditionKeys = []string{"demo:Size"} }, `service "demo": condition key "demo:Size" is unknown or out of order`},
		{
			"keys out of order", func(s *Service) { s.Actions[0].ConditionKeys = []string{"demo:Colour", "aws:TagKeys"} },
			`service "demo": condition key "aws:TagKeys" is unknown or out of order`,
		},
		{"unknown key type", func(s *Service) { s.ConditionKeys[0].Type = "Colour" }, `service "demo": condition key "aws:TagKeys" has the unknown type "Colour"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sampleService()
			tt.damage(s)
			if _, err := EncodeService(s); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestEncodePoliciesRefuses(t *testing.T) {
	tests := []struct {
		name   string
		policy ManagedPolicy
		want   string
	}{
		{"other ARN", ManagedPolicy{Name: "A", ARN: "arn:aws:iam::1:policy/A"}, `policy "A" has the unexpected ARN "arn:aws:iam::1:policy/A"`},
		{"no path", ManagedPolicy{Name: "A", ARN: "arn:aws:iam::aws:policyA"}, `policy "A" has the unexpected ARN "arn:aws:iam::aws:policyA"`},
		{"no date", ManagedPolicy{Name: "A", ARN: "arn:aws:iam::aws:policy/A"}, `policy "A" was updated before 1970`},
		{"line feed", ManagedPolicy{Name: "A", ARN: "arn:aws:iam::aws:policy/A", Updated: time.Unix(0, 0), Document: []byte("{\n}")}, `policy "A" holds a line feed`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := EncodePolicies([]ManagedPolicy{tt.policy}); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// TestIndexDisagreesWithBlock covers an index whose counts are not those of the blocks.
func TestIndexDisagreesWithBlock(t *testing.T) {
	raw, err := EncodeService(sampleService())
	if err != nil {
		t.Fatal(err)
	}
	file, err := EncodePack(nil, []PackBlock{{Key: "demo", Meta: 3, Data: raw}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := DecodeServices(file); err == nil || err.Error() != `service "demo" has 2 actions, the index says 3` {
		t.Errorf("error %v", err)
	}
	file, err = EncodePack(nil, []PackBlock{{Key: "demo", Meta: 2, Data: []byte("\x00\x00\x00\x00\x00")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := DecodePolicies(file); err == nil || err.Error() != `managed policies from "demo": 1 bytes left over` {
		t.Errorf("error %v", err)
	}
}

func FuzzOpenPack(f *testing.F) {
	f.Add(testPack(f))
	f.Add([]byte(packMagic))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := openPack(string(file))
		if err != nil {
			return
		}
		for i, e := range p.entries {
			if data, err := p.block(i); err == nil && len(data) != e.size {
				t.Fatalf("block %d has %d bytes, the index says %d", i, len(data), e.size)
			}
		}
	})
}

// FuzzDecodeService feeds damaged blocks to the decoder: it may refuse them, it must not panic, and what it accepts must
// survive being written again.
func FuzzDecodeService(f *testing.F) {
	raw, err := EncodeService(sampleService())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	for _, prefix := range []string{"sts", "account", "tag"} {
		i, _ := servicePack().find(prefix)
		raw, err := servicePack().block(i)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := decodeService("demo", raw)
		if err != nil {
			return
		}
		again, err := EncodeService(s)
		if err != nil {
			return // decoding does not check order or names
		}
		if back, err := decodeService("demo", again); err != nil || !cmp.Equal(s, back) {
			t.Fatalf("does not survive: %v\n%s", err, cmp.Diff(s, back))
		}
	})
}

func FuzzDecodePolicies(f *testing.F) {
	raw, err := EncodePolicies([]ManagedPolicy{
		{Name: "A", ARN: "arn:aws:iam::aws:policy/A", VersionID: "v1", Updated: time.Unix(0, 0), Document: []byte(`{}`)},
		{Name: "B", ARN: "arn:aws:iam::aws:policy/service-role/B", VersionID: "v2", Updated: time.Unix(1e9, 0), Document: []byte(`{"Version":"2012-10-17"}`)},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		policies, err := decodePolicies(raw)
		if err != nil {
			return
		}
		for _, p := range policies {
			if !strings.HasSuffix(p.ARN, p.Name) {
				t.Fatalf("policy %q has the ARN %q", p.Name, p.ARN)
			}
		}
	})
}
