// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// The functions of hashicorp/aws. Source: its documentation, "Functions":
// arn_parse, arn_build and trim_iam_role_path.

var arnType = cty.Object(map[string]cty.Type{
	"partition": cty.String, "service": cty.String, "region": cty.String, "account_id": cty.String, "resource": cty.String,
})

var (
	arnParseFunc = textTo(1, arnType, func(a []string) (cty.Value, error) {
		parts, err := splitARN(a[0])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.ObjectVal(map[string]cty.Value{
			"partition": cty.StringVal(parts[1]), "service": cty.StringVal(parts[2]), "region": cty.StringVal(parts[3]),
			"account_id": cty.StringVal(parts[4]), "resource": cty.StringVal(parts[5]),
		}), nil
	})

	arnBuildFunc = textFunc(5, func(a []string) (string, error) { return "arn:" + strings.Join(a, ":"), nil })

	// trimRolePathFunc takes the path out of a role's ARN.
	trimRolePathFunc = textFunc(1, func(a []string) (string, error) {
		parts, err := splitARN(a[0])
		if err != nil {
			return "", err
		}
		rest, ok := strings.CutPrefix(parts[5], "role/")
		if !ok || parts[2] != "iam" || parts[3] != "" {
			return "", errors.New("the text is no ARN of a role")
		}
		parts[5] = "role/" + rest[strings.LastIndexByte(rest, '/')+1:]
		return strings.Join(parts, ":"), nil
	})
)

func splitARN(s string) ([]string, error) {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return nil, errors.New("the text is no ARN")
	}
	return parts, nil
}

// arnBuild joins the parts of an ARN of which some are not known.
func (c *invocation) arnBuild() (cty.Value, error) {
	if len(c.args) != 5 {
		return cty.NilVal, c.wrongArguments()
	}
	parts := []string{"arn"}
	for _, a := range c.args {
		s, ok := asString(c.e.asText(a))
		if !ok {
			return c.undecided(c.name)
		}
		parts = append(parts, s)
	}
	return text(strings.Join(parts, ":"), c.in.sensitive), nil
}
