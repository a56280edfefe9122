// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// A policy block holds several AWS managed policies, sorted by name, column by column:
//
//	lines: names; paths; versions ("v3")
//	per policy: when updated, in Unix seconds
//	lines: documents
//
// Names are ASCII and documents hold no line feed once white space between tokens is gone.

// EncodePolicies writes one block of managed policies for [EncodePack]; the block's key is the first name and its meta
// the number of policies. It serves the generator.
func EncodePolicies(policies []ManagedPolicy) ([]byte, error) {
	var names, paths, versions, documents []string
	for i, p := range policies {
		path, ok := strings.CutPrefix(p.ARN, managedPolicyARNPrefix)
		if ok {
			path, ok = strings.CutSuffix(path, p.Name)
		}
		switch {
		case !ok || !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/"):
			return nil, fmt.Errorf("policy %q has the unexpected ARN %q", p.Name, p.ARN)
		case i > 0 && policies[i-1].Name >= p.Name:
			return nil, fmt.Errorf("policy %q must sort after %q", p.Name, policies[i-1].Name)
		case p.Updated.Unix() < 0:
			return nil, fmt.Errorf("policy %q was updated before 1970", p.Name)
		case strings.ContainsRune(p.Name+path+p.VersionID+string(p.Document), '\n'):
			return nil, fmt.Errorf("policy %q holds a line feed", p.Name)
		}
		names = append(names, p.Name)
		paths = append(paths, path)
		versions = append(versions, p.VersionID)
		documents = append(documents, string(p.Document))
	}
	var e encoder
	e.lines(names)
	e.lines(paths)
	e.lines(versions)
	for _, p := range policies {
		e.uint(uint64(p.Updated.Unix()))
	}
	e.lines(documents)
	return e.buf, nil
}

func decodePolicyBlock(p *pack, i int) ([]ManagedPolicy, error) {
	raw, err := p.block(i)
	if err != nil {
		return nil, err
	}
	policies, err := decodePolicies(raw)
	if err != nil {
		return nil, fmt.Errorf("managed policies from %q: %w", p.entries[i].key, err)
	}
	if uint64(len(policies)) != p.entries[i].meta {
		return nil, fmt.Errorf("managed policies from %q: %d, the index says %d", p.entries[i].key, len(policies), p.entries[i].meta)
	}
	return policies, nil
}

// decodePolicies reads a block that [EncodePolicies] wrote.
func decodePolicies(raw []byte) ([]ManagedPolicy, error) {
	d := decoder{rest: string(raw)}
	names, paths, versions := d.lines(), d.lines(), d.lines()
	updated := make([]int64, len(names))
	for i := range updated {
		updated[i] = int64(d.uint())
	}
	documents := d.lines()
	if err := d.end(); err != nil {
		return nil, err
	}
	if len(paths) != len(names) || len(versions) != len(names) || len(documents) != len(names) {
		return nil, errors.New("columns of unequal length")
	}
	policies := make([]ManagedPolicy, len(names))
	for i, n := range names {
		policies[i] = ManagedPolicy{
			Name:      n,
			ARN:       managedPolicyARNPrefix + paths[i] + n,
			VersionID: versions[i],
			Updated:   time.Unix(updated[i], 0).UTC(),
			Document:  []byte(documents[i]),
		}
	}
	return policies, nil
}

// DecodePolicies reads every block of a file of managed policies. It serves the generator, which checks its work with it.
func DecodePolicies(file []byte) ([]ManagedPolicy, error) {
	p, err := openPack(string(file))
	if err != nil {
		return nil, err
	}
	var list []ManagedPolicy
	for i := range p.entries {
		block, err := decodePolicyBlock(p, i)
		if err != nil {
			return nil, err
		}
		list = append(list, block...)
	}
	return list, nil
}
