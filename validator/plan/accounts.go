// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// accounts tells the account, the partition and the Region of each provider
// configuration.
type accounts struct {
	refs                *resolver
	byKey               map[string]string
	partitions, regions map[string]string
}

// newAccounts learns the account of each provider configuration: from the
// configuration file, from the provider's own arguments, from the caller
// identity that the plan read, from the ARNs of its resources; in that order.
func newAccounts(p *Plan, refs *resolver, pr *prior, cfg *config.Config) *accounts {
	a := &accounts{refs: refs, byKey: map[string]string{}, partitions: map[string]string{}, regions: map[string]string{}}
	variables := p.variables()
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
		region, _ := c.Expressions["region"].Constant.(string)
		if refs := c.Expressions["region"].References; !strings.Contains(raw, ":") && len(refs) == 1 {
			if name, ok := strings.CutPrefix(refs[0], "var."); ok {
				region, _ = variables[name].(string)
			}
		}
		a.in(key, region)
	}
	for _, address := range slices.Sorted(maps.Keys(pr.regions)) {
		a.in(a.ofData(address, regionType), pr.regions[address])
	}
	for _, address := range slices.Sorted(maps.Keys(pr.callers)) {
		learn(a.ofData(address, callerType), pr.callers[address])
	}
	for _, rc := range p.Changes {
		key := a.provider(rc)
		if a.byKey[key] != "" && a.regions[key] != "" && a.partitions[key] != "" {
			continue
		}
		for _, after := range []bool{false, true} {
			if v, ok := side(rc.Change, after); ok {
				arn := v.Attr("arn").Text()
				learn(key, accountOf(arn))
				if parts := strings.SplitN(arn, ":", 5); len(parts) == 5 {
					a.in(key, parts[3])
					a.partitions[key] = cmp.Or(a.partitions[key], parts[1])
				}
			}
		}
	}
	return a
}

// in notes the Region of a provider configuration, the first that is told.
func (a *accounts) in(key, region string) {
	a.regions[key] = cmp.Or(a.regions[key], region)
	a.partitions[key] = cmp.Or(a.partitions[key], partitionOf(region))
}

// ofData returns the provider configuration of a data source.
func (a *accounts) ofData(address, kind string) string {
	parts := splitAddress(address)
	return providerAlias(a.refs.config, a.refs.config.module(modulePath(address)).resource(string(tfjson.DataResourceMode), kind, parts[len(parts)-1].name))
}

// region returns the Region of a resource, or "" where nothing tells. In
// hashicorp/aws 6 a resource may have a Region of its own.
func (a *accounts) region(rc *tfjson.ResourceChange) string {
	return cmp.Or(known(rc, "region"), a.regions[a.provider(rc)])
}

// place is where a resource stands.
func (a *accounts) place(rc *tfjson.ResourceChange) bearers.Place {
	return bearers.Place{Partition: a.partition(rc), Region: a.region(rc), Account: a.of(rc)}
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

// resolved returns the plan's references and accounts, made once for a configuration.
func (p *Plan) resolved(cfg *config.Config) (*resolver, *accounts) {
	if p.accounts == nil || p.accountsOf != cfg {
		p.accounts, p.accountsOf = newAccounts(p, newResolver(p), p.priorState(), cfg), cfg
	}
	return p.accounts.refs, p.accounts
}

// Accounts returns the account of each provider configuration by its name; ""
// where nothing tells it.
func (p *Plan) Accounts(cfg *config.Config) (map[string]string, error) {
	_, a := p.resolved(cfg)
	out := map[string]string{}
	for _, rc := range p.Changes {
		out[a.provider(rc)] = a.of(rc)
	}
	return out, nil
}
