// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLabelOf: resources of equal names within modules can be told apart.
func TestLabelOf(t *testing.T) {
	for name, want := range map[string][]string{
		"aws_iam_role.x":                       {"aws_iam_role.x"},
		"module.a.aws_iam_role.x":              {"a", "aws_iam_role.x"},
		`module.a["b.c"].module.d[0].x.y["z"]`: {"b.c/0", `x.y["z"]`},
		`data: module.a["\"]."].x.y`:           {`data: \"].`, "x.y"},
		"arn:aws:s3:::module.a.b":              {"arn:aws:s3:::module.a.b"},
	} {
		if diff := cmp.Diff(want, labelOf(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
