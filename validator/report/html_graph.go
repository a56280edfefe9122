// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Sizes of the graph, in pixels. A column has at most maxNodes nodes; a taller
// graph says nothing to the eye.
const (
	nodeWidth           = 240
	lineHeight          = 16
	nodeGap, columnGap  = 10, 76
	graphTop, graphEdge = 28, 4
	maxNodes            = 60
	maxLabel            = 31 // characters
)

// graph is drawn from left to right: who may become a principal, the principal,
// the policies that let it, the stores.
type graph struct {
	Width, Height int
	Titles        []graphText
	Nodes         []graphNode
	Edges         []graphLine
	Left          string
}

type graphText struct {
	X, Y int
	Text string
}

type graphNode struct {
	X, Y, Width, Height int
	// Lines are what it says: an address within modules has the way there above it.
	Lines []graphText
	Title string
	New   bool
}

type graphLine struct {
	Path, Title string
	New         bool
}

// graphOf draws who reaches PHI after the change; nil where nobody does.
func graphOf(r *validator.Report) *graph {
	d := &drawing{nodes: [4]map[string]int{}, edges: map[[4]any]int{}}
	for i := range d.nodes {
		d.nodes[i] = map[string]int{}
	}
	for _, e := range r.Reach {
		if e.After == "no" {
			continue
		}
		principal, store := e.Principal, e.Store
		if len(r.Plans) > 1 {
			principal, store = e.Stack+": "+principal, cmp.Or(e.StoreStack, e.Stack)+": "+store
		}
		for _, who := range e.AssumedBy {
			d.edge(0, who.Name, principal, who.New)
		}
		for _, by := range e.Through {
			d.edge(1, principal, by.Name, by.New)
			d.edge(2, by.Name, store, e.New)
		}
	}
	if len(d.order[3]) == 0 {
		return nil
	}
	return d.draw()
}

// drawing collects nodes and edges in the order in which they come.
type drawing struct {
	nodes [4]map[string]int // name to row
	order [4][]string
	edges map[[4]any]int
	lines []drawnEdge
	left  int
}

type drawnEdge struct {
	column   int
	from, to string
	isNew    bool
}

func (d *drawing) node(column int, name string) bool {
	if _, ok := d.nodes[column][name]; ok {
		return true
	}
	if len(d.order[column]) == maxNodes {
		return false
	}
	d.nodes[column][name] = len(d.order[column])
	d.order[column] = append(d.order[column], name)
	return true
}

// edge joins a node of a column with one of the next. An edge that is new in any
// way is new.
func (d *drawing) edge(column int, from, to string, isNew bool) {
	if !d.node(column, from) || !d.node(column+1, to) {
		d.left++
		return
	}
	key := [4]any{column, from, to}
	if i, ok := d.edges[key]; ok {
		d.lines[i].isNew = d.lines[i].isNew || isNew
		return
	}
	d.edges[key] = len(d.lines)
	d.lines = append(d.lines, drawnEdge{column: column, from: from, to: to, isNew: isNew})
}

func (d *drawing) draw() *graph {
	rows, nodeHeight := 0, lineHeight+8
	for _, names := range d.order {
		rows = max(rows, len(names))
		for _, name := range names {
			nodeHeight = max(nodeHeight, lineHeight*len(labelOf(name))+8)
		}
	}
	out := &graph{Width: 4*nodeWidth + 3*columnGap + 2*graphEdge, Height: graphTop + rows*(nodeHeight+nodeGap) + graphEdge}
	place := func(column int, name string) (x, y int) {
		// Shorter columns stand in the middle.
		offset := (rows - len(d.order[column])) * (nodeHeight + nodeGap) / 2
		return graphEdge + column*(nodeWidth+columnGap), graphTop + offset + d.nodes[column][name]*(nodeHeight+nodeGap)
	}
	isNew := [4]map[string]bool{{}, {}, {}, {}}
	old := [4]map[string]bool{{}, {}, {}, {}}
	// New edges are drawn last, over the others.
	for _, fresh := range []bool{false, true} {
		for _, e := range d.lines {
			if e.isNew != fresh {
				continue
			}
			set := &old
			if e.isNew {
				set = &isNew
			}
			set[e.column][e.from], set[e.column+1][e.to] = true, true
			x1, y1 := place(e.column, e.from)
			x2, y2 := place(e.column+1, e.to)
			x1, y1, y2 = x1+nodeWidth, y1+nodeHeight/2, y2+nodeHeight/2
			title := e.from + " → " + e.to
			if e.isNew {
				title += " (new)"
			}
			out.Edges = append(out.Edges, graphLine{
				Path: fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1+columnGap/2, y1, x2-columnGap/2, y2, x2, y2), Title: title, New: e.isNew,
			})
		}
	}
	for column, names := range d.order {
		title := []string{"may become", "principal", "policy", "PHI store"}[column]
		if len(names) > 0 {
			out.Titles = append(out.Titles, graphText{X: graphEdge + column*(nodeWidth+columnGap), Y: graphTop - 12, Text: title})
		}
		for _, name := range names {
			x, y := place(column, name)
			n := graphNode{X: x, Y: y, Width: nodeWidth, Height: nodeHeight, Title: name, New: isNew[column][name] && !old[column][name]}
			lines := labelOf(name)
			for i, line := range lines {
				n.Lines = append(n.Lines, graphText{X: x + 8, Y: y + nodeHeight/2 + 4 + (2*i+1-len(lines))*lineHeight/2, Text: short(line, maxLabel)})
			}
			out.Nodes = append(out.Nodes, n)
		}
	}
	if d.left > 0 {
		out.Left = fmt.Sprintf("%s left out of the graph: a column holds %d nodes.", plural(d.left, "way is", "ways are"), maxNodes)
	}
	return out
}

// short leaves out the middle of a long name, whose ends tell more.
func short(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	head := n / 3
	return strings.TrimSpace(string(runes[:head])) + "…" + string(runes[len(runes)-(n-head-1):])
}

// steps are the modules at the beginning of an address, with the stack before them.
var steps = regexp.MustCompile(`^(.*?: )?((?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?\.)+)(.+)$`)

// labelOf is what a node says: the way through modules by their keys, or by their
// names where they have none, and what is there.
func labelOf(name string) []string {
	m := steps.FindStringSubmatch(name)
	if m == nil {
		return []string{name}
	}
	var way []string
	for _, step := range regexp.MustCompile(`module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|[0-9]+)\])?\.`).FindAllStringSubmatch(m[2], -1) {
		way = append(way, cmp.Or(strings.Trim(step[2], `"`), step[1]))
	}
	return []string{m[1] + strings.Join(way, "/"), m[3]}
}
