// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The bounds within which a hostile document is answered, on one core.
const (
	timeBound   = time.Second
	memoryBound = 256 << 20
)

// hostile is a pair of documents made to be hard.
type hostile struct {
	name     string
	kind     policy.Kind
	old, new string
}

// fill repeats what next gives, joined by commas, up to a number of characters.
func fill(size int, next func(i int) string) string {
	var b strings.Builder
	for i := 0; ; i++ {
		s := next(i)
		if b.Len()+len(s)+1 > size {
			return b.String()
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(s)
	}
}

func statement(rest string) string { return `{"Effect":"Allow",` + rest + `}` }

func wrap(statements string) string {
	return `{"Version":"2012-10-17","Statement":[` + statements + `]}`
}

const everything = `"Action":"*","Resource":"*"`

func quote(s string) string { return `"` + s + `"` }

func letters(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "abcdefgh"[r.IntN(8)]
	}
	return string(b)
}

func hostiles(scale int) []hostile {
	r := rand.New(rand.NewPCG(1, 2))
	all := wrap(statement(everything))
	resources := func(size int, next func(int) string) string {
		return wrap(statement(`"Action":"*","Resource":[` + fill(size, next) + `]`))
	}
	pair := func(int) string { return quote("*" + letters(r, 1) + "*" + letters(r, 1) + "*") }
	triple := func(int) string { return quote("*" + letters(r, 2) + "*" + letters(r, 2) + "*" + letters(r, 2) + "*") }
	tail := func(i int) string {
		return quote("*" + string("abcdefgh"[i%8]) + strings.Repeat("?", 4+i/8))
	}
	clause := func(i int) string {
		c := map[string]bool{}
		var out []string
		for len(c) < 3 {
			k := fmt.Sprint("k:", r.IntN(24))
			if !c[k] {
				c[k] = true
				out = append(out, fmt.Sprintf(`"%s":"%v"`, k, r.IntN(2) == 0))
			}
		}
		return statement(everything + `,"Condition":{"BoolIfExists":{` + strings.Join(out, ",") + `}}`)
	}
	like := func(negated string) func(int) string {
		return func(i int) string {
			return statement(everything + `,"Condition":{"String` + negated + `Like":{"k:v":[` + fill(400, pair) + `]}}`)
		}
	}
	principal := func(i int) string {
		return fmt.Sprintf(`"arn:aws:iam::%012d:role/%s"`, 100000000000+i*7919, letters(r, 3))
	}
	trust := func(n int) string {
		return wrap(fill(n, func(i int) string {
			return `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[` + fill(800, principal) + `]},"Condition":{"StringLike":{"k:` + letters(r, 1) + `":[` + fill(100, pair) + `]}}}`
		}))
	}
	words := func(int) string { return quote(letters(r, 1) + ":" + letters(r, 2) + "*" + letters(r, 1) + "*") }
	out := []hostile{
		{"everything against pairs of letters", policy.Resource, resources(20000*scale/10, pair), all},
		{"pairs of letters against pairs of letters", policy.Resource, resources(20000*scale/10, pair), resources(20000*scale/10, pair)},
		{"triples of pairs against triples of pairs", policy.Resource, resources(20000*scale/10, triple), resources(20000*scale/10, triple)},
		{"everything against long tails", policy.Resource, resources(20000*scale/10, tail), all},
		{"tails against tails", policy.Identity, resources(6000*scale/10, tail), resources(6000*scale/10, func(i int) string { return tail(i + 3) })},
		{"one pattern of all characters", policy.Identity, wrap(statement(`"Action":"*","Resource":"` + strings.Repeat("*a", 3000*scale/10) + `b*"`)),
			wrap(statement(`"Action":"*","Resource":"` + strings.Repeat("*a", 3000*scale/10) + `*"`))},
		{"question marks and stars", policy.Identity, resources(6000*scale/10, func(i int) string { return quote(strings.Repeat("?", i+1) + "a*") }), all},
		{"clauses over booleans", policy.Identity, wrap(fill(10000*scale/10, clause)), all},
		{"clauses over booleans, 20 KB", policy.Resource, wrap(fill(20000*scale/10, clause)), all},
		{"one key, many patterns, all to hold", policy.Identity, wrap(statement(everything + `,"Condition":{"StringLike":{"k:v":"z"}}`)),
			wrap(statement(everything + `,"Condition":{` + fill(9000*scale/10, func(i int) string {
				return fmt.Sprintf(`"For%sValue%s:StringLike%s":{"k:v":[%s]}`, []string{"Any", "All"}[i%2], []string{"", "s"}[i%2], []string{"", "IfExists"}[i/2%2], fill(2000, pair))
			}) + `}`))},
		{"many allows with patterns on one key", policy.Resource, wrap(fill(20000*scale/10, like(""))), wrap(fill(20000*scale/10, like("")))},
		{"many allows with negated patterns on one key", policy.Resource, wrap(fill(20000*scale/10, like("Not"))), wrap(fill(20000*scale/10, like("Not")))},
		{"literal actions and resources", policy.Identity,
			wrap(fill(10000*scale/10, func(i int) string {
				return statement(`"Action":[` + fill(300, words) + `],"Resource":[` + fill(300, triple) + `]`)
			})),
			wrap(statement(`"Action":[` + fill(5000*scale/10, words) + `],"Resource":[` + fill(5000*scale/10, triple) + `]`))},
		{"not this, not that", policy.Identity,
			wrap(fill(10000*scale/10, func(i int) string {
				return statement(`"NotAction":[` + fill(200, words) + `],"NotResource":[` + fill(200, triple) + `]`)
			})),
			wrap(fill(10000*scale/10, func(i int) string {
				return statement(`"NotAction":[` + fill(200, words) + `],"NotResource":[` + fill(200, triple) + `]`)
			}))},
		{"denies of everything but", policy.Identity, all,
			wrap(statement(everything) + "," + fill(10000*scale/10, func(i int) string {
				return `{"Effect":"Deny","NotAction":[` + fill(200, words) + `],"Resource":[` + fill(200, triple) + `]}`
			}))},
		{"denies of everything", policy.Identity, wrap(statement(`"Action":"zz:z","Resource":"*"`)),
			wrap(statement(everything) + "," + fill(10000*scale/10, func(i int) string {
				return `{"Effect":"Deny","Action":"*","Resource":[` + fill(200, pair) + `],"Condition":{"StringLike":{"k:` + letters(r, 1) + `":[` + fill(100, pair) + `]}}}`
			}))},
		{"variables", policy.Identity, resources(6000*scale/10, func(i int) string { return quote("*" + letters(r, 1) + "${k:" + letters(r, 1) + "}*") }),
			resources(6000*scale/10, func(i int) string { return quote("*${k:" + letters(r, 1) + "}*" + letters(r, 1)) })},
		{"readings", policy.Identity, resources(6000*scale/10, func(i int) string { return quote("arn:*" + letters(r, 1) + "*:*:" + letters(r, 1) + "*x") }),
			resources(6000*scale/10, func(i int) string { return quote("arn:*" + letters(r, 2) + "*:" + letters(r, 1) + "*y") })},
		{"principals of a trust policy", policy.Trust, trust(4000 * scale / 10), trust(4000 * scale / 10)},
		{"principals of a resource policy", policy.Resource, trust(20000 * scale / 10), trust(20000 * scale / 10)},
		{"numbers", policy.Identity,
			wrap(fill(10000*scale/10, func(i int) string {
				return statement(everything + fmt.Sprintf(`,"Condition":{"NumericLessThan":{"k:n":%d},"NumericGreaterThan":{"k:m":%d}}`, r.IntN(900), r.IntN(900)))
			})),
			wrap(fill(10000*scale/10, func(i int) string {
				return statement(everything + fmt.Sprintf(`,"Condition":{"NumericLessThan":{"k:n":%d},"NumericGreaterThan":{"k:m":%d}}`, r.IntN(900), r.IntN(900)))
			}))},
		{"addresses", policy.Resource, wrap(statement(everything + `,"Condition":{"IpAddress":{"aws:SourceIp":[` + fill(19000*scale/10, func(i int) string { return quote(fmt.Sprintf("%d.%d.%d.0/24", r.IntN(256), r.IntN(256), r.IntN(256))) }) + `]}}`)),
			wrap(fill(19000*scale/10, func(i int) string {
				return statement(everything + `,"Condition":{"NotIpAddress":{"aws:SourceIp":[` + fill(300, func(i int) string { return quote(fmt.Sprintf("%d.0.0.0/%d", r.IntN(256), 8+r.IntN(8))) }) + `]}}`)
			}))},
	}
	for _, n := range []int{100, 300, 900} {
		long := func(i int) string {
			return quote(strings.Repeat("*"+letters(r, 1), n) + "*")
		}
		one := func(i int) string { return statement(`"Action":"*","Resource":` + long(i)) }
		out = append(out,
			hostile{fmt.Sprint("patterns of ", n, " stars"), policy.Resource, resources(20000*scale/10, long), resources(20000*scale/10, long)},
			hostile{fmt.Sprint("statements with patterns of ", n, " stars"), policy.Resource, wrap(fill(20000*scale/10, one)), wrap(fill(20000*scale/10, one))},
			hostile{fmt.Sprint("the same of question marks ", n), policy.Resource,
				resources(20000*scale/10, func(i int) string { return quote(strings.Repeat("?", n) + letters(r, n) + "*") }),
				resources(20000*scale/10, func(i int) string { return quote("*" + letters(r, 1) + strings.Repeat("?", n)) })},
		)
	}
	n := 2000 * scale / 10
	dates := func(i int) string {
		return statement(everything + fmt.Sprintf(`,"Condition":{"DateLessThan":{"aws:CurrentTime":"20%02d-01-%02dT00:00:%02dZ"},"DateGreaterThan":{"k:d":"%d"}}`, r.IntN(90), 1+r.IntN(28), i%60, r.IntN(1<<30)))
	}
	nobody := func(i int) string {
		return `{"Effect":"Deny","NotPrincipal":{"AWS":[` + fill(300, principal) + `]},"Action":"*","Resource":[` + fill(60, pair) + `]}`
	}
	var people, backwards []string
	for i := range n / 60 {
		people = append(people, `{"Effect":"Allow","Principal":{"AWS":`+principal(i)+`},"Action":"*","Resource":"*"}`)
		backwards = append([]string{people[i]}, backwards...)
	}
	many := func(i int) string {
		return statement(everything + fmt.Sprintf(`,"Condition":{"StringLike":{"k:%d":["a*","*b"]},"StringNotLike":{"k:%d":"c*"},"Null":{"k:%d":"false"}}`, i, i+1, i+2))
	}
	out = append(out,
		hostile{"a long text against a long tail", policy.Identity, wrap(statement(`"Action":"*","Resource":"*` + strings.Repeat("a", 3*n) + `b*"`)), wrap(statement(`"Action":"*","Resource":"` + strings.Repeat("a", 6*n) + `"`))},
		hostile{"long texts against long tails", policy.Identity, resources(10*n, func(i int) string { return quote("*" + strings.Repeat("a", 500) + letters(r, 2) + "*") }), resources(10*n, func(i int) string { return quote(strings.Repeat("a", 1000+i)) })},
		hostile{"tails of question marks", policy.Identity, resources(10*n, func(i int) string { return quote("*a" + strings.Repeat("?", 500) + letters(r, 2) + "*") }), resources(10*n, func(i int) string { return quote(strings.Repeat("a", 1000+i) + "*") })},
		hostile{"a condition on long texts", policy.Identity, wrap(statement(everything + `,"Condition":{"StringLike":{"k:v":["*` + strings.Repeat("a", 3*n) + `b*"]}}`)), wrap(statement(everything + `,"Condition":{"StringEquals":{"k:v":["` + strings.Repeat("a", 6*n) + `"]}}`))},
		hostile{"dates", policy.Identity, wrap(fill(10*n, dates)), wrap(fill(10*n, dates))},
		hostile{"denies of everybody but", policy.Resource, all, wrap(statement(everything) + "," + fill(10*n, nobody))},
		hostile{"principals in another order", policy.Resource, wrap(strings.Join(people, ",")), wrap(strings.Join(backwards, ","))},
		hostile{"a key for each statement", policy.Identity, wrap(fill(10*n, many)), wrap(fill(10*n, many))},
	)
	// A doubt that no case settles makes the question be asked by cases of its variables.
	known, doubt := statement(`"Action":"zz:Do","Resource":"q*"`), statement(`"Action":"zz:Do","Resource":"${k:d}","Condition":{"StringLike":{"k:d":"q*"}}`)
	variables := func(name, text string) hostile {
		each := func(format string) string {
			return statement(`"Action":"s3:*","Resource":[` + fill(5*n, func(i int) string { return quote(fmt.Sprintf(format, i)) }) + `]`)
		}
		old := known + "," + each(text) + "," + each("arn:aws:s3:::y%d/x")
		return hostile{name, policy.Identity, wrap(old), wrap(old + "," + doubt)}
	}
	out = append(out,
		variables("a variable in many places", "arn:aws:s3:::${k:n}/%d"),
		variables("a variable in one place", "arn:aws:s3:::${k:n}/x"),
		variables("many variables", "arn:aws:s3:::${k:%d}/x"),
	)
	same := func(i int) string {
		return fmt.Sprintf(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotLike":{"k:%d":[%s]}}}`, i%3, fill(120, pair))
	}
	out = append(out,
		hostile{"denies on three keys", policy.Resource, wrap(statement(everything) + "," + fill(19000*scale/10, same)), wrap(statement(everything) + "," + fill(19000*scale/10, same))},
		hostile{"allows over actions and resources and keys", policy.Resource,
			wrap(fill(20000*scale/10, func(i int) string {
				return statement(`"Action":[` + fill(60, words) + `],"Resource":[` + fill(60, pair) + `],"Condition":{"StringLike":{"k:` + letters(r, 1) + `":[` + fill(60, pair) + `]}}`)
			})),
			wrap(fill(20000*scale/10, func(i int) string {
				return statement(`"Action":[` + fill(60, words) + `],"Resource":[` + fill(60, pair) + `],"Condition":{"StringLike":{"k:` + letters(r, 1) + `":[` + fill(60, pair) + `]}}`)
			}))},
	)
	return out
}

// peak samples the heap until stop is closed and sends the most it saw.
func peak(stop chan struct{}, most chan uint64) {
	var top uint64
	var m runtime.MemStats
	for {
		runtime.ReadMemStats(&m)
		top = max(top, m.HeapInuse)
		select {
		case <-stop:
			most <- top
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// measure says to give hostile documents the whole bound on work, and to hold
// time and memory to theirs (make hostile). Otherwise a part of the bound shows
// that what is cut off is undetermined, whatever it was busy with.
var measure = flag.Bool("measure", false, "measure what hostile documents cost")

// largest makes documents of about as many characters as AWS's API takes.
const largest = 65

// TestHostileDocuments holds the work on documents of the largest size that
// AWS accepts to its bounds.
func TestHostileDocuments(t *testing.T) {
	list := hostiles(largest)
	for _, h := range list {
		list = append(list, hostile{h.name + ", turned round", h.kind, h.new, h.old})
	}
	for _, h := range list {
		if h.kind == policy.Resource && !strings.Contains(h.old+h.new, `"Principal"`) {
			h.old = strings.ReplaceAll(h.old, `"Effect"`, `"Principal":"*","Effect"`)
			h.new = strings.ReplaceAll(h.new, `"Effect"`, `"Principal":"*","Effect"`)
		}
		t.Run(h.name, func(t *testing.T) {
			o, n := lenient(t, h.old, h.kind), lenient(t, h.new, h.kind)
			if *measure {
				cost(t, h)
				return
			}
			a := decide.DocumentNewAccess(o, n, h.kind, decide.Options{States: decide.DefaultStates / 20})
			if (a.Result == decide.Undetermined) != (a.Reason != "" && a.SettledBy != "") || (a.Result == decide.Yes) != (a.Witness != nil) {
				t.Errorf("%v with reason %q and witness %v", a.Result, a.Reason, a.Witness)
			}
		})
	}
}

// cost measures one question, its documents' reading included.
func cost(t *testing.T, h hostile) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, most := make(chan struct{}), make(chan uint64)
	go peak(stop, most)
	start := spent()
	o, n := lenient(t, h.old, h.kind), lenient(t, h.new, h.kind)
	parsed := spent() - start
	a := decide.DocumentNewAccess(o, n, h.kind, decide.Options{})
	took := spent() - start
	close(stop)
	used := max(<-most, before.HeapInuse) - before.HeapInuse // the heap may shrink below where it began
	t.Logf("%v (parsed in %v), %d MiB, %v %s", took, parsed, used>>20, a.Result, a.Reason)
	if took > timeBound || used > memoryBound {
		t.Errorf("took %v and %d MiB", took, used>>20)
	}
}

// lenient parses a document with what AWS would refuse in it.
func lenient(t testing.TB, src string, kind policy.Kind) *policy.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(src), kind)
	if d == nil {
		t.Fatal(problems)
	}
	return d
}
