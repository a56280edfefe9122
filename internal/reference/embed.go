// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	_ "embed"
	"fmt"
	"sync"
)

// The files are embedded as strings, which the operating system maps without reading; nothing is decoded before the
// first look-up that needs it.
var (
	//go:embed data/services.bin
	servicesFile string
	//go:embed data/managed-policies.bin
	managedPoliciesFile string
	//go:embed data/global-condition-keys.csv
	globalConditionKeysFile string
	//go:embed data/condition-key-prefixes.csv
	conditionKeyPrefixesFile string
	//go:embed data/sources.json
	sourcesFile string
	//go:embed data/eligible-services.csv
	eligibleServicesFile string
	//go:embed data/uncertain-prefixes.csv
	uncertainPrefixesFile string
	//go:embed data/citations.csv
	citationsFile string
	//go:embed data/control-tower.csv
	controlTowerFile string
	//go:embed data/resource-types.txt
	resourceTypesFile string
	//go:embed data/escalation-paths.json
	escalationPathsFile string
)

var (
	servicePack  = sync.OnceValue(func() *pack { return must(openPack(servicesFile)) })
	serviceCache = sync.OnceValue(func() []lazy[*Service] { return make([]lazy[*Service], len(servicePack().entries)) })

	policyPack  = sync.OnceValue(func() *pack { return must(openPack(managedPoliciesFile)) })
	policyCache = sync.OnceValue(func() []lazy[[]ManagedPolicy] {
		return make([]lazy[[]ManagedPolicy], len(policyPack().entries))
	})
)

// lazy is a value that is made at its first use, once, whoever asks.
type lazy[T any] struct {
	once  sync.Once
	value T
}

func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.value = make() })
	return l.value
}

// must stops the program when embedded data cannot be read. The data is a part of the program: it can only be wrong in
// a build of a damaged tree, and the package's tests read all of it. To answer "not found" instead would let a policy
// pass that nobody has judged.
func must[T any](value T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("reference: embedded data is damaged, rebuild from an intact tree: %v", err))
	}
	return value
}
