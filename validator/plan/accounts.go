// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// accounts tells the account and the partition of each provider configuration.
type accounts struct {
	refs       *resolver
	byKey      map[string]string
	partitions map[string]string
}

// newAccounts learns the account of each provider configuration: from the
// configuration file, from the provider's own arguments, from the caller
// identity that the plan read, from the ARNs of its resources; in that order.
func newAccounts(p *Plan, refs *resolver, pr *prior, cfg *config.Config) *accounts {
	a := &accounts{refs: refs, byKey: map[string]string{}, partitions: map[string]string{}}
	learn := func(key, account string) {
		if a.byKey[key] == "" && isAccount(account) {
			a.byKey[key] = account
		}
	}
	if cfg != nil {
		for _, alias := range slices.Sorted(maps.Keys(cfg.Organization.Aliases)) {
			learn(alias, cfg.Organization.Aliases[alias])
		}
	}
	for _, raw := range slices.Sorted(maps.Keys(p.config().Providers)) {
		c := p.config().Providers[raw]
		key := aliasOf(p.config(), raw)
		if list, ok := c.Expressions["allowed_account_ids"].Constant.([]any); ok && len(list) == 1 {
			text, _ := list[0].(string)
			learn(key, text)
		}
		for _, block := range c.Expressions["assume_role"].Blocks {
			arn, _ := block["role_arn"].Constant.(string)
			learn(key, accountOf(arn))
		}
		if region, _ := c.Expressions["region"].Constant.(string); a.partitions[key] == "" {
			a.partitions[key] = partitionOf(region)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(pr.callers)) {
		path := modulePath(address)
		parts := splitAddress(address)
		c := p.config().module(path).resource(string(tfjson.DataResourceMode), "aws_caller_identity", parts[len(parts)-1].name)
		learn(providerAlias(p.config(), c), pr.callers[address])
	}
	for _, rc := range p.Changes {
		for _, after := range []bool{false, true} {
			if v, ok := side(rc.Change, after); ok {
				arn := v.Attr("arn").Text()
				learn(a.provider(rc), accountOf(arn))
				if parts := strings.SplitN(arn, ":", 3); len(parts) == 3 && a.partitions[a.provider(rc)] == "" {
					a.partitions[a.provider(rc)] = parts[1]
				}
			}
		}
	}
	return a
}

// provider names the provider configuration of a resource as the file does:
// "aws" or "aws.shared"; "aws" where the plan does not tell.
func (a *accounts) provider(rc *tfjson.ResourceChange) string {
	return providerAlias(a.refs.config, a.refs.of(rc))
}

func providerAlias(c *configuration, r *configResource) string {
	if r == nil || r.ProviderKey == "" {
		return "aws"
	}
	return aliasOf(c, r.ProviderKey)
}

// aliasOf turns a key of provider_config, "module.x:aws.shared" for one, into
// the provider's name and alias.
func aliasOf(c *configuration, key string) string {
	if p := c.Providers[key]; p != nil && p.Name != "" {
		if p.Alias != "" {
			return p.Name + "." + p.Alias
		}
		return p.Name
	}
	return key[strings.LastIndexByte(key, ':')+1:]
}

// of returns the account of a resource, or "".
func (a *accounts) of(rc *tfjson.ResourceChange) string { return a.byKey[a.provider(rc)] }

// partition returns the partition of a resource; "aws" where nothing tells.
func (a *accounts) partition(rc *tfjson.ResourceChange) string {
	if p := a.partitions[a.provider(rc)]; p != "" {
		return p
	}
	return "aws"
}

// arn returns the ARN of an IAM resource by its name, or "" where the account
// is not known.
func (a *accounts) arn(rc *tfjson.ResourceChange, kind, path, name string) string {
	own := a.of(rc)
	if own == "" {
		return ""
	}
	if path == "" {
		path = "/"
	}
	return "arn:" + a.partition(rc) + ":iam::" + own + ":" + kind + path + name
}

// accountOf returns the account in an ARN, or "".
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 && parts[0] == "arn" && isAccount(parts[4]) {
		return parts[4]
	}
	return ""
}

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// partitionOf returns the partition of a region, or "" where there is none.
// Source: AWS, "Partitions": us-gov-* is aws-us-gov, cn-* is aws-cn.
func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case region != "":
		return "aws"
	}
	return ""
}

// Accounts returns the account of each provider configuration by its name; ""
// where nothing tells it.
func (p *Plan) Accounts(cfg *config.Config) (map[string]string, error) {
	refs := newResolver(p)
	a := newAccounts(p, refs, p.priorState(), cfg)
	out := map[string]string{}
	for _, rc := range p.Changes {
		out[a.provider(rc)] = a.of(rc)
	}
	return out, nil
}
