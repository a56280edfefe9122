// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// minGlobalKeys is how many global keys there have been at least; fewer means that the package's layout has changed.
const minGlobalKeys = 55

// globalKeyEntry finds the entries of the package's list, which is JavaScript source.
var globalKeyEntry = regexp.MustCompile(`(?s)\{\s*key: '([^']+)',\s*category: '[^']*',\s*type: '([^']+)',`)

// globalKeyTypes corrects types against the IAM User Guide, "AWS global condition context keys".
var globalKeyTypes = map[string]string{
	"aws:SourceVpcArn": "ARN", // the guide: "Data type – ARN"; the package: String
}

// globalKeys writes the table of the keys that hold for every service.
func globalKeys(a archive) ([]byte, error) {
	const path = "dist/esm/globalConditionKeys.js"
	source, ok := a[path]
	if !ok {
		return nil, fmt.Errorf("the package has no %s: its layout has changed", path)
	}
	var rows [][]string
	for _, m := range globalKeyEntry.FindAllStringSubmatch(string(source), -1) {
		key, typeName := normalKey(m[1]), m[2]
		if better, ok := globalKeyTypes[key]; ok {
			typeName = better
		}
		if _, err := reference.ParseConditionKey(key, typeName); err != nil {
			return nil, err
		}
		rows = append(rows, []string{key, typeName})
	}
	if n := strings.Count(string(source), "key: '"); n != len(rows) || n < minGlobalKeys {
		return nil, fmt.Errorf("%s: %d entries, %d understood, at least %d expected", path, n, len(rows), minGlobalKeys)
	}
	sortFold(rows, func(r []string) string { return r[0] })
	return table([]string{"key", "type"}, rows)
}

// keyPrefixes writes the table of key prefixes that are not the prefix of the service that defines them.
func keyPrefixes(services []*reference.Service) ([]byte, error) {
	definers := map[string][]string{}
	for _, s := range services {
		for _, k := range s.ConditionKeys {
			prefix, _, ok := strings.Cut(k.Name, ":")
			if !ok {
				return nil, fmt.Errorf("service %q has the condition key %q without a prefix", s.Prefix, k.Name)
			}
			if strings.EqualFold(prefix, s.Prefix) || prefix == "aws" || slices.Contains(definers[prefix], s.Prefix) {
				continue
			}
			definers[prefix] = append(definers[prefix], s.Prefix)
		}
	}
	var rows [][]string
	for prefix, list := range definers {
		rows = append(rows, []string{prefix, strings.Join(list, " ")})
	}
	sortFold(rows, func(r []string) string { return r[0] })
	return table([]string{"prefix", "services"}, rows)
}

func table(head []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(head); err != nil {
		return nil, err
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
