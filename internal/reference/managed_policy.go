// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"sort"
	"strings"
	"time"
)

// managedPolicyARNPrefix is what every ARN of an AWS managed policy starts with in the commercial partition.
const managedPolicyARNPrefix = "arn:aws:iam::aws:policy"

// ManagedPolicy is the newest version of one AWS managed policy. Values are shared between callers and must not be
// modified, the document's bytes included.
//
// The source does not tell whether AWS has deprecated a policy, so neither does this.
type ManagedPolicy struct {
	// Name is the policy's name, which is unique among AWS managed policies.
	Name string
	// ARN is the policy's ARN in the commercial partition, with its path.
	ARN string
	// VersionID is the default version, such as "v3".
	VersionID string
	// Updated is when that version was created.
	Updated time.Time
	// Document is the JSON text of the policy in the commercial partition, without white space between its tokens. In
	// other partitions the ARNs within differ.
	Document []byte
}

// LookupManagedPolicy returns the AWS managed policy with this ARN, whatever its partition, or this bare name. The path
// is a part of the ARN: "arn:aws:iam::aws:policy/AWSLambdaRole" is not found, as AWS would not find it, because that
// policy lies in "service-role/". Case counts, as in every ARN.
func LookupManagedPolicy(arnOrName string) (*ManagedPolicy, bool) {
	name, path, hasPath := arnOrName, "", false
	if strings.HasPrefix(arnOrName, "arn:") {
		var ok bool
		if path, name, ok = splitManagedPolicyARN(arnOrName); !ok {
			return nil, false
		}
		hasPath = true
	}
	block, ok := policyBlockOf(name)
	if !ok {
		return nil, false
	}
	i, ok := sort.Find(len(block), func(i int) int { return strings.Compare(name, block[i].Name) })
	if !ok {
		return nil, false
	}
	p := &block[i]
	if hasPath && p.ARN != managedPolicyARNPrefix+path+name {
		return nil, false
	}
	return p, true
}

// splitManagedPolicyARN returns the path ("/" or "/service-role/") and the name in the ARN of an AWS managed policy.
func splitManagedPolicyARN(arn string) (path, name string, ok bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || !isPartition(parts[1]) || parts[2] != "iam" || parts[3] != "" || parts[4] != "aws" {
		return "", "", false
	}
	rest, ok := strings.CutPrefix(parts[5], "policy/")
	if !ok {
		return "", "", false
	}
	slash := strings.LastIndexByte(rest, '/')
	return "/" + rest[:slash+1], rest[slash+1:], true
}

// isPartition reports whether p has the form of an AWS partition: "aws", or "aws-" and more, such as "aws-us-gov".
func isPartition(p string) bool {
	rest, ok := strings.CutPrefix(p, "aws")
	return ok && (rest == "" || len(rest) > 1 && rest[0] == '-')
}

// ManagedPolicyNames returns the names of all AWS managed policies, sorted by byte order. It reads every block without
// keeping any, so it costs far more than a look-up; see the package's benchmarks.
func ManagedPolicyNames() []string {
	p := policyPack()
	var names []string
	for i := range p.entries {
		for _, m := range must(decodePolicyBlock(p, i)) {
			names = append(names, m.Name)
		}
	}
	return names
}

// policyBlockOf returns the one block that can hold the policy of this name.
func policyBlockOf(name string) ([]ManagedPolicy, bool) {
	p := policyPack()
	// A block's key is its first name, and the blocks are sorted.
	after := sort.Search(len(p.entries), func(i int) bool { return p.entries[i].key > name })
	if after == 0 {
		return nil, false
	}
	i := after - 1
	return policyCache()[i].get(func() []ManagedPolicy { return must(decodePolicyBlock(p, i)) }), true
}
