// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"encoding/csv"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

// The types of a condition key's value. A key that can hold several values has one of these as well, with
// [ConditionKey.MultiValued] set, where AWS writes "ArrayOfString".
const (
	TypeString    = "String"
	TypeARN       = "ARN"
	TypeBool      = "Bool"
	TypeNumeric   = "Numeric"
	TypeDate      = "Date"
	TypeIPAddress = "IPAddress"
	TypeBinary    = "Binary"
)

// keyTypes numbers the types in blocks; append only.
var keyTypes = []string{TypeString, TypeARN, TypeBool, TypeNumeric, TypeDate, TypeIPAddress, TypeBinary}

// ConditionKey is one condition key, or one template of keys.
type ConditionKey struct {
	// Name is the key as AWS writes it, such as "aws:SourceIp". In a template, each "${…}" stands for a part that differs
	// from use to use, of at least one character, as in "aws:RequestTag/${TagKey}".
	Name string
	// Type is the type of one value: one of the Type constants.
	Type string
	// MultiValued tells whether a request can hold several values under this key, so that a condition on it needs
	// ForAllValues or ForAnyValue.
	MultiValued bool
}

// IsTemplate reports whether the name has a part that differs from use to use.
func (k ConditionKey) IsTemplate() bool { return strings.Contains(k.Name, "${") }

// LookupConditionKey returns what is known of a condition key such as "aws:RequestTag/team", without regard to case. A
// key that only a template covers gives the template. Only the service that the key's prefix names is loaded, or for
// prefixes such as "saml" or "token.actions.githubusercontent.com" the services that define such keys.
//
// AWS's reference cannot list every OpenID Connect provider, so a host name with a dot, with or without a path, is taken
// for one, and the claims that AWS documents for all of them are found: the key then carries the provider as given.
func LookupConditionKey(key string) (ConditionKey, bool) {
	prefix, rest, ok := strings.Cut(key, ":")
	if !ok || prefix == "" || rest == "" {
		return ConditionKey{}, false
	}
	if equalFold(prefix, "aws") {
		return findKey(globalKeys(), key)
	}
	if s, ok := LookupService(prefix); ok {
		if k, ok := findKey(s.ConditionKeys, key); ok {
			return k, true
		}
	}
	if k, ok := findKey(globalKeys(), key); ok {
		return k, true
	}
	for _, foreign := range keyPrefixes() {
		if !matchTemplate(foreign.prefix, lower(prefix)) {
			continue
		}
		for _, service := range foreign.services {
			s, ok := LookupService(service)
			if !ok {
				continue
			}
			if k, ok := findKey(s.ConditionKeys, key); ok {
				return k, true
			}
		}
	}
	return federationKey(key)
}

// GlobalConditionKeys returns the keys that AWS documents for use with every service, sorted by lower-case name: those
// that start with "aws:", and the cross-service keys, such as "lambda:SourceFunctionArn".
func GlobalConditionKeys() []ConditionKey { return slices.Clone(globalKeys()) }

// federationClaims are the claims that AWS documents for any OpenID Connect provider; claims of one provider only are in
// the data. Source: IAM User Guide, "IAM and AWS STS condition context keys", keys for AWS OIDC federation.
var federationClaims = []ConditionKey{
	{Name: "amr", Type: TypeString, MultiValued: true},
	{Name: "aud", Type: TypeString},
	{Name: "sub", Type: TypeString},
}

// federationKey returns what is known of a key such as "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub": the name of an
// OpenID Connect provider, a colon and a claim.
func federationKey(key string) (ConditionKey, bool) {
	colon := strings.LastIndexByte(key, ':')
	if colon < 0 || !isHostPrefix(key[:colon]) {
		return ConditionKey{}, false
	}
	for _, c := range federationClaims {
		if equalFold(key[colon+1:], c.Name) {
			return ConditionKey{Name: key[:colon+1] + c.Name, Type: c.Type, MultiValued: c.MultiValued}, true
		}
	}
	return ConditionKey{}, false
}

// isHostPrefix reports whether s starts with a host name that has a dot, before any path.
func isHostPrefix(s string) bool {
	host, _, _ := strings.Cut(lower(s), "/")
	return strings.Contains(strings.Trim(host, "."), ".") &&
		strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// findKey looks for key in a list that is sorted by lower-case name: by its exact name, or by the template that covers
// it with the most literal text.
func findKey(keys []ConditionKey, key string) (ConditionKey, bool) {
	if i, ok := sort.Find(len(keys), func(i int) int { return compareFold(key, keys[i].Name) }); ok {
		return keys[i], true
	}
	text := lower(key)
	best, bestLen := -1, -1
	for i, k := range keys {
		if !k.IsTemplate() || !matchTemplate(lower(k.Name), text) {
			continue
		}
		if n := literalLen(k.Name); n > bestLen {
			best, bestLen = i, n
		}
	}
	if best < 0 {
		return ConditionKey{}, false
	}
	return keys[best], true
}

// matchTemplate reports whether text is template with each "${…}" replaced by at least one character.
func matchTemplate(template, text string) bool {
	literal, rest, variable := cutVariable(template)
	text, ok := strings.CutPrefix(text, literal)
	if !ok {
		return false
	}
	if !variable {
		return text == ""
	}
	for {
		literal, next, more := cutVariable(rest)
		if text == "" {
			return false
		}
		if !more {
			return len(text) > len(literal) && strings.HasSuffix(text, literal)
		}
		// The leftmost place for a literal leaves the most room for what follows, so no other needs trying.
		i := strings.Index(text[1:], literal)
		if i < 0 {
			return false
		}
		text, rest = text[1+i+len(literal):], next
	}
}

// cutVariable splits template at its first "${…}".
func cutVariable(template string) (literal, rest string, found bool) {
	literal, rest, found = strings.Cut(template, "${")
	if !found {
		return template, "", false
	}
	if _, after, ok := strings.Cut(rest, "}"); ok {
		return literal, after, true
	}
	return template, "", false
}

// literalLen is the length of a template without its variable parts.
func literalLen(template string) int {
	n := 0
	for {
		literal, rest, found := cutVariable(template)
		n += len(literal)
		if !found {
			return n
		}
		template = rest
	}
}

// keyPrefix tells which services define keys of a prefix that is not their own.
type keyPrefix struct {
	prefix   string // lower case, may be a template
	services []string
}

var globalKeys = sync.OnceValue(func() []ConditionKey {
	rows := must(readTable(globalConditionKeysFile, "key", "type"))
	keys := make([]ConditionKey, len(rows))
	for i, row := range rows {
		keys[i] = must(ParseConditionKey(row[0], row[1]))
		if i > 0 && compareFold(keys[i-1].Name, keys[i].Name) >= 0 {
			must(0, fmt.Errorf("global condition key %q is out of order", row[0]))
		}
	}
	return keys
})

var keyPrefixes = sync.OnceValue(func() []keyPrefix {
	rows := must(readTable(conditionKeyPrefixesFile, "prefix", "services"))
	prefixes := make([]keyPrefix, len(rows))
	for i, row := range rows {
		prefixes[i] = keyPrefix{lower(row[0]), strings.Fields(row[1])}
	}
	return prefixes
})

// ParseConditionKey makes a key from AWS's name of its type, such as "ArrayOfString".
func ParseConditionKey(name, typeName string) (ConditionKey, error) {
	element, multi := strings.CutPrefix(typeName, "ArrayOf")
	if !slices.Contains(keyTypes, element) {
		return ConditionKey{}, fmt.Errorf("condition key %q has the unknown type %q", name, typeName)
	}
	return ConditionKey{Name: name, Type: element, MultiValued: multi}, nil
}

// encodeKeyType and decodeKeyType pack a key's type and whether it is multi-valued into one number.
func encodeKeyType(k ConditionKey) (int, error) {
	i := slices.Index(keyTypes, k.Type)
	if i < 0 {
		return 0, fmt.Errorf("condition key %q has the unknown type %q", k.Name, k.Type)
	}
	if k.MultiValued {
		return i<<1 | 1, nil
	}
	return i << 1, nil
}

func decodeKeyType(d *decoder, name string) ConditionKey {
	v := d.index(len(keyTypes) << 1)
	return ConditionKey{Name: name, Type: keyTypes[v>>1], MultiValued: v&1 == 1}
}

// readTable reads a CSV text whose first line holds exactly these column names.
func readTable(text string, columns ...string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = len(columns)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("the first line must be %s", strings.Join(columns, ","))
	}
	return rows[1:], nil
}
