// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"strings"
)

// maxNearestInput bounds the work of the nearest searches; no AWS name is nearly as long.
const maxNearestInput = 128

// serviceAliases are names that people write for a service whose prefix is another.
var serviceAliases = map[string]string{
	"cloudwatch-logs":        "logs",
	"cloudwatchlogs":         "logs",
	"cognito":                "cognito-idp",
	"efs":                    "elasticfilesystem",
	"elb":                    "elasticloadbalancing",
	"elbv2":                  "elasticloadbalancing",
	"emr":                    "elasticmapreduce",
	"eventbridge":            "events",
	"identity-center":        "sso",
	"macie":                  "macie2",
	"sesv2":                  "ses",
	"sfn":                    "states",
	"stepfunctions":          "states",
	"systems-manager":        "ssm",
	"systemsmanager":         "ssm",
	"wafregional":            "waf-regional",
	"applicationautoscaling": "application-autoscaling",
}

// NearestAction returns the action that a misspelt one most likely means, such as "s3:GetObject" for "s3:GetObjct" or
// "s3s:GetObject". It answers false for an action that exists, for one with a wildcard, and where nothing is near: a
// name may be off by one edit, or by one in four of its letters, and by three at most. An edit is a letter added, left
// out or changed, or two neighbours swapped; case does not count.
func NearestAction(action string) (string, bool) {
	if len(action) > maxNearestInput || strings.ContainsAny(action, "*?") {
		return "", false
	}
	prefix, name, ok := strings.Cut(action, ":")
	if !ok || name == "" {
		return "", false
	}
	if _, _, ok := LookupAction(action); ok {
		return "", false
	}
	best, bestCost := "", 0
	for _, c := range candidateServices(prefix) {
		s, ok := LookupService(c.name)
		if !ok {
			continue
		}
		near, cost, ok := nearest(name, len(s.Actions), func(i int) string { return s.Actions[i].Name })
		if ok && (best == "" || c.cost+cost < bestCost) {
			best, bestCost = s.Prefix+":"+near, c.cost+cost
		}
	}
	return best, best != ""
}

// NearestService returns the service prefix that a misspelt one most likely means, such as "cognito-idp" for
// "cognitoidp", on the terms of [NearestAction]. A short name that is near another one may well be a service of its own.
func NearestService(prefix string) (string, bool) {
	const short = 5
	if _, alias := serviceAliases[lower(prefix)]; len(prefix) > maxNearestInput || len(prefix) < short && !alias {
		return "", false
	}
	if _, ok := LookupService(prefix); ok {
		return "", false
	}
	best, bestCost := "", 0
	for _, c := range candidateServices(prefix) {
		if best == "" || c.cost < bestCost {
			best, bestCost = c.name, c.cost
		}
	}
	return best, best != ""
}

// NearestConditionKey returns the condition key that a misspelt one most likely means, on the terms of [NearestAction].
// It looks among the global keys and those of the service that the prefix names.
func NearestConditionKey(key string) (string, bool) {
	if len(key) > maxNearestInput {
		return "", false
	}
	prefix, _, ok := strings.Cut(key, ":")
	if !ok {
		return "", false
	}
	if _, ok := LookupConditionKey(key); ok {
		return "", false
	}
	best, bestCost := "", 0
	consider := func(keys []ConditionKey) {
		near, cost, ok := nearestKey(key, keys)
		if ok && (best == "" || cost < bestCost) {
			best, bestCost = near, cost
		}
	}
	consider(globalKeys())
	for _, c := range candidateServices(prefix) {
		if s, ok := LookupService(c.name); ok {
			consider(s.ConditionKeys)
		}
	}
	return best, best != ""
}

// nearestKey compares a key with the literal start of a template, and keeps the rest of the key.
func nearestKey(key string, keys []ConditionKey) (string, int, bool) {
	best, bestCost := "", 0
	for _, k := range keys {
		template, tail, want := k.Name, "", key
		if head, _, ok := cutVariable(template); ok && strings.HasSuffix(head, "/") {
			slash := strings.IndexByte(key, '/')
			if slash < 0 || slash == len(key)-1 {
				continue
			}
			template, want, tail = head, key[:slash+1], key[slash+1:]
		}
		near, cost, ok := nearest(want, 1, func(int) string { return template })
		if ok && (best == "" || cost < bestCost) {
			best, bestCost = near+tail, cost
		}
	}
	return best, bestCost, best != ""
}

type candidate struct {
	name string
	cost int
}

// candidateServices returns the services that a prefix may mean: itself, or else those near it.
func candidateServices(prefix string) []candidate {
	if _, ok := servicePack().find(prefix); ok {
		return []candidate{{prefix, 0}}
	}
	if alias, ok := serviceAliases[lower(prefix)]; ok {
		return []candidate{{alias, 0}}
	}
	limit := editLimit(prefix)
	var list []candidate
	for _, e := range servicePack().entries {
		if cost, ok := editDistance(prefix, e.key, limit); ok {
			list = append(list, candidate{e.key, cost})
		}
	}
	return list
}

// nearest returns the name with the fewest edits from word, the first of equals.
func nearest(word string, n int, name func(int) string) (string, int, bool) {
	limit := editLimit(word)
	best := -1
	for i := range n {
		if cost, ok := editDistance(word, name(i), limit); ok {
			best = i
			limit = cost - 1
			if limit < 0 {
				return name(best), 0, true
			}
		}
	}
	if best < 0 {
		return "", 0, false
	}
	return name(best), limit + 1, true
}

// editLimit is how many edits a word of this length may be off.
func editLimit(word string) int { return min(max(len(word)/4, 1), 3) }

// editDistance counts the edits between a and b without regard to ASCII case, and answers false above limit. It is the
// optimal string alignment distance: no part of a word is edited twice.
func editDistance(a, b string, limit int) (int, bool) {
	if d := len(a) - len(b); d > limit || -d > limit {
		return 0, false
	}
	var rows [3][maxNearestInput + 8]int
	if len(b) >= len(rows[0]) || limit < 0 {
		return 0, false
	}
	before, last, row := rows[0][:], rows[1][:], rows[2][:]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		smallest := i
		x := lowerASCII(a[i-1])
		for j := 1; j <= len(b); j++ {
			y := lowerASCII(b[j-1])
			cost := 1
			if x == y {
				cost = 0
			}
			v := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x == lowerASCII(b[j-2]) && lowerASCII(a[i-2]) == y {
				v = min(v, before[j-2]+1)
			}
			row[j] = v
			smallest = min(smallest, v)
		}
		if smallest > limit {
			return 0, false
		}
		before, last, row = last, row, before
	}
	return last[len(b)], last[len(b)] <= limit
}
