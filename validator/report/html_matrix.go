// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Bounds of the matrix, beyond which a page can not be read any more.
const (
	maxMatrixRows   = 200
	maxMatrixStores = 40
)

// matrix is who reaches which PHI store, before and after.
type matrix struct {
	Stores []matrixStore
	Rows   []matrixRow
	Left   string
}

type matrixStore struct{ Name, Why string }

type matrixRow struct {
	Principal string
	Cells     [][]matrixLevel
}

// matrixLevel is one kind of access: what, and what the change does to it.
type matrixLevel struct{ Level, Class, Said, Title string }

// matrixOf is nil where nobody reaches a PHI store.
func matrixOf(r *validator.Report) *matrix {
	if len(r.Reach) == 0 {
		return nil
	}
	out := &matrix{}
	type column struct{ stack, store string }
	columns := map[column]int{}
	rows := map[column]int{}
	left := r.ReachLeftOut
	for _, e := range r.Reach {
		key := column{cmp.Or(e.StoreStack, e.Stack), e.Store}
		c, ok := columns[key]
		if !ok {
			if len(out.Stores) == maxMatrixStores {
				left++
				continue
			}
			c = len(out.Stores)
			columns[key] = c
			out.Stores = append(out.Stores, matrixStore{Name: storeName(e), Why: e.StoreWhy})
			for i := range out.Rows {
				out.Rows[i].Cells = append(out.Rows[i].Cells, nil)
			}
		}
		who := column{e.Stack, e.Principal}
		n, ok := rows[who]
		if !ok {
			if len(out.Rows) == maxMatrixRows {
				left++
				continue
			}
			n = len(out.Rows)
			rows[who] = n
			name := e.Principal
			if len(r.Plans) > 1 {
				name += " (" + e.Stack + ")"
			}
			out.Rows = append(out.Rows, matrixRow{Principal: name, Cells: make([][]matrixLevel, len(out.Stores))})
		}
		out.Rows[n].Cells[c] = append(out.Rows[n].Cells[c], levelOf(e))
	}
	// Who gains comes first.
	gains := func(row matrixRow) int {
		return -len(slices.DeleteFunc(slices.Concat(row.Cells...), func(l matrixLevel) bool { return l.Said != "new" }))
	}
	slices.SortStableFunc(out.Rows, func(a, b matrixRow) int { return cmp.Compare(gains(a), gains(b)) })
	if left > 0 {
		out.Left = fmt.Sprintf("%d more pairs of a principal and a store are left out here.", left)
	}
	return out
}

// storeName is a store, with its stack where that is another one.
func storeName(e validator.Reach) string {
	if e.StoreStack != "" {
		return e.Store + " (" + e.StoreStack + ")"
	}
	return e.Store
}

func levelOf(e validator.Reach) matrixLevel {
	out := matrixLevel{Level: e.Level, Class: "kept", Said: "as before"}
	switch {
	case e.After == "no":
		out.Class, out.Said = "gone", "no more"
	case e.New:
		out.Class, out.Said = "new", "new"
	}
	if e.After == "undetermined" {
		out.Class += " maybe"
		out.Said += ", not known for certain"
	}
	out.Title = "before: " + e.Before + ", after: " + e.After
	if e.Witness != nil {
		out.Title += "; " + witness(e.Witness)
	}
	return out
}
