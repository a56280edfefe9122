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

// correction is a type that the package gives differently from the IAM User Guide.
type correction struct{ from, to string }

// corrections holds what the guide says, by lower-case key. The guide is where AWS describes these keys; a correction that
// no longer applies is an error, so that none outlives its reason.
var corrections = map[string]correction{
	// "AWS global condition context keys", aws:SourceVpcArn: "Data type – ARN".
	"aws:sourcevpcarn": {"String", "ARN"},
	// "IAM and AWS STS condition context keys", amr: "The key is multivalued".
	"cognito-identity.amazonaws.com:amr": {"String", "ArrayOfString"},
	// The same page, SAML role trust policies: keys marked [] can have a list of values.
	"saml:commonname":           {"String", "ArrayOfString"},
	"saml:givenname":            {"String", "ArrayOfString"},
	"saml:mail":                 {"String", "ArrayOfString"},
	"saml:name":                 {"String", "ArrayOfString"},
	"saml:organizationstatus":   {"String", "ArrayOfString"},
	"saml:primarygroupsid":      {"String", "ArrayOfString"},
	"saml:surname":              {"String", "ArrayOfString"},
	"saml:uid":                  {"String", "ArrayOfString"},
	"saml:x500uniqueidentifier": {"String", "ArrayOfString"},
}

// conditionKey makes a key from the package's name and type, corrected.
func conditionKey(name, typeName string) (reference.ConditionKey, error) {
	name = normalKey(name)
	if c, ok := corrections[strings.ToLower(name)]; ok {
		if typeName != c.from {
			return reference.ConditionKey{}, fmt.Errorf("condition key %q is no longer of type %s but %s: review its correction in keys.go",
				name, c.from, typeName)
		}
		typeName = c.to
	}
	return reference.ParseConditionKey(name, typeName)
}

// checkCorrections refuses a correction of a key that is not in the data.
func checkCorrections(services []*reference.Service, global []byte) error {
	known := map[string]bool{}
	for line := range strings.Lines(string(global)) {
		key, _, _ := strings.Cut(line, ",")
		known[strings.ToLower(key)] = true
	}
	for _, s := range services {
		for _, k := range s.ConditionKeys {
			known[strings.ToLower(k.Name)] = true
		}
	}
	for key := range corrections {
		if !known[key] {
			return fmt.Errorf("condition key %q is gone: remove its correction from keys.go", key)
		}
	}
	return nil
}

// typeName is the inverse of [reference.ParseConditionKey].
func typeName(k reference.ConditionKey) string {
	if k.MultiValued {
		return "ArrayOf" + k.Type
	}
	return k.Type
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
		k, err := conditionKey(m[1], m[2])
		if err != nil {
			return nil, err
		}
		rows = append(rows, []string{k.Name, typeName(k)})
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
