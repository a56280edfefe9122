// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// policyBlockSize is how much policy text goes into one block: small enough to inflate in some 100 µs, large enough to
// compress well.
const policyBlockSize = 20 << 10

// rawPolicy is an entry of the managed policies package, as far as it is used. The package holds the policy's whole
// history, every version that it has seen.
type rawPolicy struct {
	ARN             string `json:"arn"`
	LatestVersionID string `json:"latestVersionId"`
	Versions        map[string]struct {
		Created  time.Time       `json:"createdDate"`
		Document json.RawMessage `json:"document"`
	} `json:"versions"`
}

// readPolicies returns the newest version of every managed policy, sorted by name, and the date of the newest of all.
func readPolicies(a archive) ([]reference.ManagedPolicy, time.Time, error) {
	var raw map[string]rawPolicy
	if err := a.json("dist/managedPolicies.json", &raw); err != nil {
		return nil, time.Time{}, err
	}
	var newest time.Time
	policies := make([]reference.ManagedPolicy, 0, len(raw))
	for name, r := range raw {
		v, ok := r.Versions[r.LatestVersionID]
		if !ok {
			return nil, newest, fmt.Errorf("managed policy %q lacks its newest version %q", name, r.LatestVersionID)
		}
		var document bytes.Buffer
		if err := json.Compact(&document, v.Document); err != nil {
			return nil, newest, fmt.Errorf("managed policy %q: %w", name, err)
		}
		policies = append(policies, reference.ManagedPolicy{
			Name: name, ARN: r.ARN, VersionID: r.LatestVersionID,
			Updated: v.Created.UTC().Truncate(time.Second), Document: document.Bytes(),
		})
		if v.Created.After(newest) {
			newest = v.Created
		}
	}
	// By byte order, unlike all else here: case counts in an ARN.
	sortBytes(policies, func(p reference.ManagedPolicy) string { return p.Name })
	return policies, newest, nil
}

// policyBlocks cuts the policies into blocks.
func policyBlocks(policies []reference.ManagedPolicy) ([]reference.PackBlock, error) {
	var blocks []reference.PackBlock
	for start := 0; start < len(policies); {
		end, size := start, 0
		for end < len(policies) && (end == start || size+len(policies[end].Document) <= policyBlockSize) {
			size += len(policies[end].Document)
			end++
		}
		data, err := reference.EncodePolicies(policies[start:end])
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, reference.PackBlock{Key: policies[start].Name, Meta: uint64(end - start), Data: data})
		start = end
	}
	return blocks, nil
}

// serviceBlocks makes one block of each service.
func serviceBlocks(services []*reference.Service) ([]reference.PackBlock, error) {
	blocks := make([]reference.PackBlock, len(services))
	for i, s := range services {
		data, err := reference.EncodeService(s)
		if err != nil {
			return nil, err
		}
		if strings.ContainsRune(s.Name, '\n') {
			return nil, fmt.Errorf("service %q has a line feed in its name", s.Prefix)
		}
		blocks[i] = reference.PackBlock{Key: s.Prefix, Meta: uint64(len(s.Actions)), Data: data}
	}
	return blocks, nil
}
