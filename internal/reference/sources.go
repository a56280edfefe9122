// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Source tells where a part of the embedded facts comes from and how old it is.
type Source struct {
	// Name is the source's name, such as that of an npm package.
	Name string `json:"name"`
	// Version is the version of the package; empty for a list that has only a date.
	Version string `json:"version"`
	// Licence is the SPDX identifier of the package's licence; empty where the facts were compiled by hand.
	Licence string `json:"licence"`
	// Date is the day up to which the facts hold.
	Date time.Time `json:"date"`
	// Facts says what comes from this source.
	Facts string `json:"facts"`
}

// Sources returns the sources of the generated data and of the list of eligible services, with their dates.
func Sources() []Source { return append(slices.Clone(generatedSources()), eligibleServicesSource()) }

func eligibleServicesSource() Source {
	return Source{
		Name:  "AWS HIPAA Eligible Services Reference",
		Date:  eligibility().asOf,
		Facts: "HIPAA eligible services",
	}
}

var generatedSources = sync.OnceValue(func() []Source { return must(readSources(sourcesFile)) })

func readSources(text string) ([]Source, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	var list []Source
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	return list, nil
}
