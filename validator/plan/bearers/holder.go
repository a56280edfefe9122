// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Reference is an attribute by which one resource names another.
type Reference struct {
	// Path is the attribute; empty is the resource itself.
	Path string
	// Types are the resource types that it may name, the likeliest first; see
	// [HolderOf]. Empty: whatever has an ARN.
	Types []string
	// Key is the attribute of the first of those types that the value equals:
	// "arn", "name", "bucket". Of the others it equals one of [Holder.Keys]. An ARN
	// does as well wherever AWS takes one.
	Key string
}

// Place is where a resource stands: what the ARN says before its name. A part
// that is not known is empty.
type Place struct {
	Partition, Region, Account string
}

// ARN returns the ARN of what a value of the reference names: the value itself
// where it is one, else put together from the name, where the ARN has no other
// unknown part.
func (r Reference) ARN(value string, at Place) (arn string, ok bool) {
	if strings.HasPrefix(value, "arn:") {
		return value, true
	}
	if value == "" || r.Key == "arn" || len(r.Types) == 0 {
		return "", false
	}
	h, ok := HolderOf(r.Types[0])
	if !ok {
		return "", false
	}
	if r.Key == "url" {
		return queueARN(value, at)
	}
	return h.build(func(attribute string) string {
		if attribute == r.Key {
			return value
		}
		return ""
	}, at)
}

// Holder is a resource type on which policies bear, or that is a policy, and how
// it is identified.
type Holder struct {
	Type string
	// ARN is the attribute with the ARN; "" where the type has none.
	ARN string
	// Keys are the attributes by which other resources name it.
	Keys []string
	// Format is the ARN, with {partition}, {region}, {account} and attributes of
	// the resource in braces. Empty where it has a part that AWS invents, or
	// where it differs from resource to resource.
	Format string
	// Principal is "role", "user" or "group" for a principal, else empty.
	Principal string
	Provider  Provider
}

// HolderOf returns how a resource type is identified.
func HolderOf(resourceType string) (Holder, bool) {
	h, ok := holders()[resourceType]
	if !ok && isOwnRole(resourceType) {
		h = Holder{Type: resourceType, ARN: "arn", Keys: []string{"arn", "name", "id"}, Format: roleARN, Principal: "role", Provider: HIPAA}
		ok = true
	}
	if resourceType == ownBoundary {
		h = Holder{Type: resourceType, ARN: "arn", Keys: []string{"arn", "id", "name"}, Format: "arn:{partition}:iam::{account}:policy{path}{name}", Provider: HIPAA}
		ok = true
	}
	return h, ok
}

// Holders returns the resource types that HolderOf knows, in order.
func Holders() []string { return slices.Sorted(maps.Keys(holders())) }

var holders = sync.OnceValue(func() map[string]Holder {
	out := make(map[string]Holder, len(holderRows)+len(storeRows))
	for _, h := range slices.Concat(holderRows, storeRows) {
		if strings.HasPrefix(h.Type, "awscc_") {
			h.Provider = AWSCC
		}
		out[h.Type] = h
	}
	return out
})

// ResolveARN returns the ARN of a resource of this type: its own attribute where
// that is known, else put together. value gives attributes; "" is not known.
func (h Holder) ResolveARN(value func(attribute string) string, at Place) (arn string, ok bool) {
	if h.ARN != "" {
		if arn := value(h.ARN); arn != "" {
			return arn, true
		}
	}
	return h.build(value, at)
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func (h Holder) build(value func(attribute string) string, at Place) (string, bool) {
	if h.Format == "" {
		return "", false
	}
	ok := true
	arn := placeholder.ReplaceAllStringFunc(h.Format, func(p string) string {
		v := ""
		switch name := p[1 : len(p)-1]; name {
		case "partition":
			v = at.Partition
		case "region":
			v = at.Region
		case "account":
			v = at.Account
		case "path":
			if v = value(name); v == "" {
				v = "/" // what IAM takes where none is given
			}
		default:
			v = value(name)
		}
		ok = ok && v != ""
		return v
	})
	if !ok {
		return "", false
	}
	return arn, true
}

// queueARN returns the ARN of the queue at an address such as
// https://sqs.us-east-1.amazonaws.com/123456789012/name. Source: AWS, Amazon SQS
// Developer Guide, "Queue and message identifiers".
func queueARN(address string, at Place) (string, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	path := strings.Split(strings.Trim(u.Path, "/"), "/")
	host := strings.Split(u.Hostname(), ".")
	if len(path) != 2 || len(path[0]) != 12 || path[1] == "" || len(host) < 3 {
		return "", false
	}
	if host[0] == "sqs" {
		at.Region = host[1]
	} else if host[1] == "queue" { // the legacy form us-east-1.queue.amazonaws.com
		at.Region = host[0]
	}
	if at.Region == "" || at.Partition == "" {
		return "", false
	}
	return "arn:" + at.Partition + ":sqs:" + at.Region + ":" + path[0] + ":" + path[1], true
}
