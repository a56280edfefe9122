// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

func place(e *scan.Error) string { return fmt.Sprintf("%d:%d", e.Line, e.Column) }

// small is a plan with something of everything in it.
const small = `{"format_version":"1.2","variables":{"é\/":{"value":-1.5e+3}},"resource_changes":[
  {"address":"module.a[\"k\"].aws_iam_role.x","previous_address":"aws_iam_role.y","mode":"managed","type":"aws_iam_role","name":"x",
   "change":{"actions":["delete","create"],"before":{"path":"/","tags":{"a":"\ud83d\ude00"},"tags_all":{"a":"\ud83d\ude00"}},"after":null,"after_unknown":{},"importing":{"id":"y"}}},
  {"address":"null_resource.z","mode":"managed","type":"null_resource","name":"z","index":0,"deposed":"00","change":{"actions":["no-op"],"before":{},"after":{}}}
],"prior_state":{"values":[[],{},[{}],0,true,false,null,"ü"]},"complete":true,"errored":true}`

// TestRecorded reads every recorded plan, and holds what is handed over to what
// the strict decoder and terraform-json make of it.
func TestRecorded(t *testing.T) {
	for name, src := range recorded(t) {
		t.Run(name, func(t *testing.T) {
			agree(t, src)
			want, err := plainChanges(src)
			if err != nil {
				t.Fatal(err)
			}
			for _, window := range windows {
				got, err := readChanges(src, window)
				if err != nil {
					t.Fatalf("window %d: %v", window, err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("window %d: changes (-plain +scan):\n%s", window, diff)
				}
			}
		})
	}
}

// TestMutated changes each byte of a plan in every way that could matter to the
// grammar: what is accepted must be what the strict decoder accepts.
func TestMutated(t *testing.T) {
	agree(t, []byte(small))
	for i := range small {
		agree(t, []byte(small[:i]+small[i+1:]))
		agree(t, []byte(small[:i]+small[i:i+1]+small[i:]))
		for _, c := range []byte("\x00\x1f \n\"\\{}[]:,-+.0123eEu/tfn\x7f\x80\xc3\xed\xff") {
			agree(t, []byte(small[:i]+string(rune(c))+small[i+1:]))
			agree(t, append(append([]byte(small[:i]), c), small[i+1:]...))
		}
	}
}

// TestTruncated cuts a plan at every byte.
func TestTruncated(t *testing.T) {
	for _, window := range windows {
		for n := 1; n < len(small); n++ {
			_, err := read(strings.NewReader(small[:n]), window)
			var e *scan.Error
			if !errors.As(err, &e) || e.Fault != scan.Truncated || !errors.Is(err, io.ErrUnexpectedEOF) || e.Offset != int64(n) {
				t.Errorf("window %d, cut after %d bytes: %v", window, n, err)
			}
		}
		if errored, err := read(strings.NewReader(small), window); err != nil || !slices.Equal(errored, []bool{true}) {
			t.Errorf("window %d, whole: %v, %v", window, errored, err)
		}
	}
}

func TestStream(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []bool
	}{
		{"empty", "", nil},
		{"white space", " \r\n\t", nil},
		{"one", `{"errored":true}`, []bool{true}},
		{"errored at the very end", `{"prior_state":{"x":"` + strings.Repeat("y", 5000) + `"},"errored":true}` + "\n", []bool{true}},
		{"lines", "{\"errored\":true}\n{\"errored\":false}\n{}\n", []bool{true, false, false}},
		{"end to end", `{"errored":false}{"errored":true}`, []bool{false, true}},
		{"escaped name", `{"err\u006fred":true}`, []bool{true}},
		{"byte order mark", "\xEF\xBB\xBF{\"errored\":true}", []bool{true}},
		{"byte order mark alone", "\xEF\xBB\xBF", nil},
		{"name in another case where it means nothing", `{"prior_state":{"type":1,"Type":2},"errored":true}`, []bool{true}},
		{"same name at two levels", `{"checks":{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}}`, []bool{false}},
		{"no changes", `{"resource_changes":null,"resource_drift":[]}`, []bool{false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, window := range windows {
				for name, wrap := range map[string]func(io.Reader) io.Reader{
					"whole": func(r io.Reader) io.Reader { return r }, "bytes": iotest.OneByteReader, "halves": iotest.HalfReader, "end with data": iotest.DataErrReader,
				} {
					got, err := read(wrap(strings.NewReader(c.src)), window)
					if err != nil || !slices.Equal(got, c.want) {
						t.Errorf("window %d, %s: %v, %v, want %v", window, name, got, err, c.want)
					}
				}
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	gone := errors.New("the disk is gone")
	for name, src := range map[string]io.Reader{
		"at once":   iotest.ErrReader(gone),
		"in a text": io.MultiReader(strings.NewReader(`{"checks":"abc`), iotest.ErrReader(gone)),
		"between":   io.MultiReader(strings.NewReader(`{} `), iotest.ErrReader(gone)),
		"in a mark": io.MultiReader(strings.NewReader("\xEF"), iotest.ErrReader(gone)),
	} {
		_, err := read(src, 0)
		var e *scan.Error
		if !errors.Is(err, gone) || !errors.As(err, &e) || e.Fault != scan.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := read(idle{}, 0); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("reader that gives nothing: %v", err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// TestManyNames has objects of more names than are compared one by one.
func TestManyNames(t *testing.T) {
	const n = 3000
	object := func(order func(i int) int, more string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"name-%d":{"b":1,"a":2},`, order(i))
		}
		return `{"checks":{` + b.String() + more + `}}`
	}
	for name, order := range map[string]func(int) int{
		"upwards":   func(i int) int { return 10000 + i },
		"downwards": func(i int) int { return 10000 - i },
		"shuffled":  func(i int) int { return 10000 + i*7%n },
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(strings.NewReader(object(order, `"last":1`)), 0); err != nil {
				t.Errorf("all different: %v", err)
			}
			for _, i := range []int{0, 1, 23, 24, 25, n / 2, n - 1} {
				src := object(order, fmt.Sprintf(`"name-%d":1`, order(i)))
				_, err := read(strings.NewReader(src), 0)
				var e *scan.Error
				if !errors.As(err, &e) || e.Fault != scan.Duplicate || int(e.Offset) != strings.LastIndex(src, `"name`) {
					t.Errorf("name %d again at the end: %v", i, err)
				}
			}
		})
	}
}

// TestLongNames has names of every length about those of the loads, and all
// pairs that differ in one byte.
func TestLongNames(t *testing.T) {
	for n := 1; n < 40; n++ {
		name := []byte(strings.Repeat("k", n))
		names := []string{string(name), string(name) + `\u0000`}
		for i := range name {
			other := bytes.Clone(name)
			other[i] = 'a'
			names = append(names, string(other))
		}
		slices.Sort(names)
		for range 2 {
			if _, err := read(strings.NewReader(`{"checks":{"`+strings.Join(names, `":1,"`)+`":1}}`), 0); err != nil {
				t.Errorf("%d bytes: %v", n, err)
			}
			for _, again := range names {
				_, err := read(strings.NewReader(`{"checks":{"`+strings.Join(names, `":1,"`)+`":1,"`+again+`":1}}`), 0)
				var e *scan.Error
				if !errors.As(err, &e) || e.Fault != scan.Duplicate {
					t.Errorf("%q again: %v", again, err)
				}
			}
			slices.Reverse(names)
		}
	}
}

// TestHead finds what an element is, wherever it says so, and hands over only
// what is wanted.
func TestHead(t *testing.T) {
	const src = `{"resource_changes":[
		{"address":"a","mode":"managed","type":"t","change":{"actions":["no-op"]}},
		{"change":{"before":{"type":"x","address":"x"},"importing":{"id":"i"},"actions":["create","forget"]},"mode":"data","deposed":"d","\u0074ype":"u\u0021","previous_address":"p","address":"b\"\\"},
		{"change":null,"type":null},
		{},
		{"change":{"importing":null,"actions":[]}}
	]}`
	want := []scan.Head{
		{Index: 0, Address: "a", Mode: "managed", Type: "t", HasChange: true, Actions: []string{"no-op"}},
		{Index: 1, Address: `b"\`, PreviousAddress: "p", Mode: "data", Type: "u!", Deposed: "d", HasChange: true, Importing: true, Actions: []string{"create", "forget"}},
		{Index: 2},
		{Index: 3},
		{Index: 4, HasChange: true, Actions: []string{}},
	}
	for _, window := range windows {
		var heads []scan.Head
		var taken []string
		r := scan.NewReader(strings.NewReader(src), scan.Options{Window: window})
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
		err := r.Object(scan.PlanNames, func(string) error {
			return r.Changes(func(h *scan.Head) (bool, error) {
				c := *h
				c.Actions = slices.Clone(h.Actions)
				heads = append(heads, c)
				return h.Mode == "data", nil
			}, func(e *scan.Element) error {
				taken = append(taken, string(e.Raw()))
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, heads, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".words" }, cmp.Ignore())); diff != "" {
			t.Errorf("window %d: heads (-want +got):\n%s", window, diff)
		}
		if diff := cmp.Diff([]string{strings.Trim(strings.Split(src, "\n")[2], "\t,")}, taken); diff != "" {
			t.Errorf("window %d: taken (-want +got):\n%s", window, diff)
		}
	}
}

// TestResources walks the resources of a state, in all modules.
func TestResources(t *testing.T) {
	const src = `{"format_version":"1.0","values":{"outputs":{"o":{"value":1}},"root_module":{"resources":[
		{"address":"data.x.a","mode":"data","type":"x","values":{"mode":"managed"},"deposed_key":"00"},
		{"values":{},"type":"y","mode":"managed","address":"y.b"}],
		"child_modules":[{"address":"module.m","child_modules":[{"resources":[{"address":"module.m.module.n.x.c","mode":"managed","type":"x"}],"address":"module.m.module.n"}]},{}]}}}`
	for _, window := range windows {
		var heads, taken []string
		r := scan.NewReader(strings.NewReader(src), scan.Options{Window: window})
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
		err := r.Object(scan.StateNames, func(name string) error {
			if name != "values" {
				return nil
			}
			return r.Resources(func(h *scan.Head) (bool, error) {
				heads = append(heads, strings.Join([]string{h.Address, h.Mode, h.Type, h.Deposed}, " "))
				return h.Type == "y", nil
			}, func(e *scan.Element) error {
				taken = append(taken, string(e.Raw()))
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"data.x.a data x 00", "y.b managed y ", "module.m.module.n.x.c managed x "}, heads); diff != "" {
			t.Errorf("window %d: heads (-want +got):\n%s", window, diff)
		}
		if diff := cmp.Diff([]string{`{"values":{},"type":"y","mode":"managed","address":"y.b"}`}, taken); diff != "" {
			t.Errorf("window %d: taken (-want +got):\n%s", window, diff)
		}
	}
	for src, want := range map[string]scan.Fault{
		`{"root_module":{"resources":[{"Mode":"data"}]}}`:                  scan.Ambiguous,
		`{"root_module":{"Resources":[]}}`:                                 scan.Ambiguous,
		`{"Root_module":{}}`:                                               scan.Ambiguous,
		`{"root_module":{"child_modules":{}}}`:                             scan.Shape,
		`{"root_module":{"child_modules":[{"resources":[{"type":1}]}]}}`:   scan.Shape,
		`{"root_module":{"resources":[],"child_modules":[],"resources":0}`: scan.Duplicate,
	} {
		r := scan.NewReader(strings.NewReader(src), scan.Options{})
		err := r.Resources(func(*scan.Head) (bool, error) { return false, nil }, nil)
		var e *scan.Error
		if !errors.As(err, &e) || e.Fault != want {
			t.Errorf("%s: %v, want %v", src, err, want)
		}
	}
}

// TestWalk uses each way to read a value.
func TestWalk(t *testing.T) {
	long := `[{"x":"` + strings.Repeat("0123456789", 300) + `"},1]`
	src := `{ "raw" : ` + long + ` , "span":` + long + `,"copy":` + long + `,"text":"a\nb","none":null,"bool":true,"list":[1,"x",[2]],"value":{"a":[1.5,-2,"",false]},"left":[{}],"kind":-1}`
	for _, window := range windows {
		r := scan.NewReader(strings.NewReader(src), scan.Options{Window: window})
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
		got := map[string]any{}
		err := r.Object(nil, func(name string) (err error) {
			switch name {
			case "raw":
				var b []byte
				b, err = r.Raw()
				got[name] = string(b)
			case "span":
				var start, end int64
				start, end, err = r.Span()
				got[name] = src[start:end]
			case "copy":
				var b bytes.Buffer
				err = r.Copy(&b)
				got[name] = b.String()
			case "text", "none":
				s := "as it was"
				err = r.Text(&s)
				got[name] = s
			case "bool":
				var b bool
				err = r.Bool(&b)
				got[name] = b
			case "list":
				var list []any
				err = r.Array(func(n int) error {
					if n == 1 {
						return nil // left alone
					}
					v, err := r.Value()
					list = append(list, v)
					return err
				})
				got[name] = list
			case "value":
				got[name], err = r.Value()
			case "kind":
				var kind byte
				kind, err = r.Kind()
				got[name] = string(kind)
			default:
				got[name] = "left alone"
			}
			return err
		})
		if err != nil {
			t.Fatalf("window %d: %v", window, err)
		}
		want := map[string]any{
			"raw": long, "span": long, "copy": long, "text": "a\nb", "none": "as it was", "bool": true, "list": []any{1., []any{2.}},
			"value": map[string]any{"a": []any{1.5, -2., "", false}}, "left": "left alone", "kind": "-",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("window %d (-want +got):\n%s", window, diff)
		}
		if err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("window %d: at the end: %v", window, err)
		}
	}
}

// TestLast has errors that come from the caller, or that the caller swallows:
// the reader goes on after none.
func TestLast(t *testing.T) {
	own := errors.New("enough")
	for name, call := range map[string]func(r *scan.Reader) error{
		"member": func(*scan.Reader) error { return own },
		"wants": func(r *scan.Reader) error {
			return r.Changes(func(*scan.Head) (bool, error) { return false, own }, nil)
		},
		"take": func(r *scan.Reader) error {
			return r.Changes(func(*scan.Head) (bool, error) { return true, nil }, func(*scan.Element) error { return own })
		},
		"element": func(r *scan.Reader) error { return r.Array(func(int) error { return own }) },
		"copy":    func(r *scan.Reader) error { return r.Copy(full{own}) },
		"swallowed": func(r *scan.Reader) error {
			_ = r.Array(func(int) error { return own })
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := scan.NewReader(strings.NewReader(`{"resource_changes":[{}],"errored":true}`), scan.Options{})
			if err := r.Next(); err != nil {
				t.Fatal(err)
			}
			calls := 0
			err := r.Object(scan.PlanNames, func(string) error { calls++; return call(r) })
			if !errors.Is(err, own) || calls != 1 {
				t.Errorf("%v after %d calls", err, calls)
			}
			if err := r.Skip(); !errors.Is(err, own) {
				t.Errorf("and then %v", err)
			}
			if err := r.Next(); !errors.Is(err, own) {
				t.Errorf("and then %v", err)
			}
		})
	}
}

type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

// TestReset reads one stream after another.
func TestReset(t *testing.T) {
	r := scan.NewReader(strings.NewReader("\n[{"), scan.Options{})
	for range 2 {
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if err := r.Skip(); err == nil {
			t.Fatal("half an object was accepted")
		}
		r.Reset(strings.NewReader(`{"a":1}`))
		if err := r.Next(); err != nil || r.Offset() != 0 {
			t.Fatalf("offset %d, %v", r.Offset(), err)
		}
		if v, err := r.Value(); err != nil || !cmp.Equal(v, any(map[string]any{"a": 1.})) {
			t.Fatalf("%v, %v", v, err)
		}
		r.Reset(strings.NewReader("\n[{"))
	}
}

// TestSecret keeps what is not a plan's own name out of the messages.
func TestSecret(t *testing.T) {
	for _, src := range []string{
		`{"variables":{"secret":1,"secret":2}}`,
		`{"variables":{"x":"secret` + "\n" + `"}}`,
		`{"variables":{"x":"secret\q"}}`,
		"{\"variables\":{\"x\":\"secret\xff\"}}",
		`{"variables":{"x":"secret`,
		`{"variables":{"x":secret}}`,
		`{"secret":{},"secret":{}}`,
	} {
		if _, err := read(strings.NewReader(src), 0); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", src, err)
		}
	}
}
