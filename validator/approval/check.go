// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Demand is one change that an approval block of the configuration wants signed.
type Demand struct {
	// Name is the block's.
	Name string
	// Digest is the change's, "sha256:…", Address the principal or store, Stack
	// the plan's stack.
	Digest, Address, Stack string
	// Approvers is how many people have to sign.
	Approvers int
	// Groups say of whom; empty: anybody whom the file of approvers names.
	Groups map[string]Group
	// MaxAge is how long a statement holds at most; zero: as long as it says.
	MaxAge time.Duration
	// Signers is the block's file of approvers; nil: nobody.
	Signers *Signers
}

// Group is how many of its members have to sign.
type Group struct {
	Need    int
	Members []string
}

// Context is what approvals are checked against.
type Context struct {
	// Requesters are the authors of the commits under review; their own
	// signatures do not count.
	Requesters []string
	Now        time.Time
}

// Accepted is a signature that counts for one demand.
type Accepted struct {
	Demand *Demand
	Person string
	// Group is the one whose need it meets, or "".
	Group   string
	Expires time.Time
}

// Missing is a demand that is not met, and what is lacking.
type Missing struct {
	Demand *Demand
	// Approvers is how many more people have to sign, and Groups of which groups.
	Approvers int
	Groups    map[string]int
	// Could are the people who could still sign.
	Could []string
}

// Result says which demands are met.
type Result struct {
	Accepted []Accepted
	Missing  []Missing
	Rejected []Rejected
}

// skew is how far the clocks of two machines may differ.
const skew = 5 * time.Minute

// Check decides which demands are met by what is given.
func Check(demands []Demand, given []Given, rejected []Rejected, c Context) *Result {
	out := &Result{Rejected: slices.Clone(rejected)}
	given = slices.Clone(given)
	// Of two statements of one person the one that holds longer counts.
	slices.SortStableFunc(given, func(a, b Given) int {
		return cmp.Or(b.Statement.Predicate.Expires.Compare(a.Statement.Predicate.Expires), strings.Compare(a.Path, b.Path))
	})
	for i := range demands {
		if demands[i].Signers == nil {
			demands[i].Signers = &Signers{}
		}
		out.demand(&demands[i], given, c)
	}
	sortRejected(out.Rejected)
	out.Rejected = slices.Compact(out.Rejected)
	return out
}

// latest is the latest time at which a statement may have been made. A day alone,
// which --now may name, is midnight: what is signed in its course is not of the future.
func (c *Context) latest() time.Time {
	if c.Now.Equal(c.Now.UTC().Truncate(day)) {
		return c.Now.Add(day - time.Nanosecond)
	}
	return c.Now.Add(skew)
}

const day = 24 * time.Hour

// refuse says why a signature does not count, or "".
func (d *Demand) refuse(g Given, c Context) string {
	p := g.Statement.Predicate
	own := slices.IndexFunc(c.Requesters, func(r string) bool { return d.Signers.Same(g.Person, r, g.Key) })
	switch {
	case slices.ContainsFunc(c.Requesters, func(r string) bool { return strings.EqualFold(r, g.Person) }):
		return g.Person + " is an author of the commits under review, and nobody approves a change of their own"
	case own >= 0:
		return fmt.Sprintf("%s is %s by the file of approvers, an author of the commits under review, and nobody approves a change of their own", g.Person, c.Requesters[own])
	case p.Approved.After(c.latest()):
		return "the statement is of the future: " + p.Approved.Format(time.RFC3339)
	case !c.Now.Before(p.Expires):
		return "the statement expired at " + p.Expires.Format(time.RFC3339)
	}
	if err := d.Signers.May(g.Person, g.Key, p.Approved); err != nil {
		return err.Error()
	}
	// A key that is withdrawn since signs nothing any more.
	if err := d.Signers.May(g.Person, g.Key, c.Now); err != nil {
		return err.Error()
	}
	if d.MaxAge > 0 && c.Now.Sub(p.Approved) > d.MaxAge {
		return fmt.Sprintf("the statement is older than the max_age of approval %q", d.Name)
	}
	return ""
}

// demand decides one demand.
func (r *Result) demand(d *Demand, given []Given, c Context) {
	var mine []Given
	people, keys := map[string]bool{}, map[string]bool{}
	for _, g := range given {
		who, key := strings.ToLower(g.Person), ssh.FingerprintSHA256(g.Key)
		if !g.Statement.Covers(d.Digest) {
			continue // of another change; no word on it
		}
		why := d.refuse(g, c)
		switch {
		case why != "":
		case people[who], len(d.Groups) > 0 && len(d.groupsOf(g.Person)) == 0:
			continue // one person is one, and one of no group is not asked
		case keys[key]:
			why = "its key has signed for somebody else already: one key is one person"
		default:
			if i := slices.IndexFunc(mine, func(o Given) bool { return d.Signers.Same(g.Person, o.Person, g.Key) }); i >= 0 {
				why = fmt.Sprintf("%s and %s are one person by the file of approvers", g.Person, mine[i].Person)
			}
		}
		if why != "" {
			r.Rejected = append(r.Rejected, Rejected{Path: g.Path, Person: g.Person, Reason: why})
			continue
		}
		people[who], keys[key] = true, true
		mine = append(mine, g)
	}
	places := d.assign(mine)
	for i, g := range mine {
		expires := g.Statement.Predicate.Expires
		if end := g.Statement.Predicate.Approved.Add(d.MaxAge); d.MaxAge > 0 && end.Before(expires) {
			expires = end
		}
		r.Accepted = append(r.Accepted, Accepted{Demand: d, Person: g.Person, Group: places[i], Expires: expires})
	}
	lack := Missing{Demand: d, Approvers: max(0, d.Approvers-len(mine)), Groups: map[string]int{}}
	for name, g := range d.Groups {
		have := 0
		for _, p := range places {
			if p == name {
				have++
			}
		}
		if have < g.Need {
			lack.Groups[name] = g.Need - have
		}
	}
	if lack.Approvers == 0 && len(lack.Groups) == 0 {
		return
	}
	lack.Could = d.could(lack, mine, c)
	r.Missing = append(r.Missing, lack)
}

// groupsOf lists the groups that a person is a member of.
func (d *Demand) groupsOf(who string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
		if slices.ContainsFunc(d.Groups[name].Members, func(m string) bool { return strings.EqualFold(m, who) }) {
			out = append(out, name)
		}
	}
	return out
}

// assign gives each person the group whose need they meet, so that as many
// needs as possible are met; a member of two groups meets one need, not two.
// What is left over stands with the first of its groups.
func (d *Demand) assign(list []Given) []string {
	type seat struct {
		group string
		by    int
	}
	var seats []seat
	for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
		for range d.Groups[name].Need {
			seats = append(seats, seat{group: name, by: -1})
		}
	}
	groups := make([][]string, len(list))
	for i, g := range list {
		groups[i] = d.groupsOf(g.Person)
	}
	var place func(i int, tried map[int]bool) bool
	place = func(i int, tried map[int]bool) bool { // augmenting paths of a bipartite matching
		for s := range seats {
			if tried[s] || !slices.Contains(groups[i], seats[s].group) {
				continue
			}
			tried[s] = true
			if seats[s].by < 0 || place(seats[s].by, tried) {
				seats[s].by = i
				return true
			}
		}
		return false
	}
	for i := range list {
		place(i, map[int]bool{})
	}
	out := make([]string, len(list))
	for i := range list {
		if len(groups[i]) > 0 {
			out[i] = groups[i][0]
		}
	}
	for _, s := range seats {
		if s.by >= 0 {
			out[s.by] = s.group
		}
	}
	return out
}

// could lists who could still sign: of the groups that lack somebody, else of all.
func (d *Demand) could(lack Missing, signed []Given, c Context) []string {
	var names []string
	for name := range d.Groups {
		if lack.Groups[name] > 0 || len(lack.Groups) == 0 {
			names = append(names, d.Groups[name].Members...)
		}
	}
	if len(d.Groups) == 0 {
		names = d.Signers.People()
	}
	names = slices.DeleteFunc(names, func(n string) bool {
		return !d.Signers.Knows(n) || slices.ContainsFunc(signed, func(g Given) bool { return d.Signers.Same(g.Person, n, nil) }) ||
			slices.ContainsFunc(c.Requesters, func(r string) bool { return d.Signers.Same(r, n, nil) })
	})
	slices.Sort(names)
	return slices.Compact(names)
}
