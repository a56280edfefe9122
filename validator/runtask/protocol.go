// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package runtask

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// request is what HCP Terraform sends of a run. Fields that are not used are left
// out. Source: HashiCorp, Run Tasks Integration API.
type request struct {
	PayloadVersion int    `json:"payload_version"`
	Stage          string `json:"stage"`
	AccessToken    string `json:"access_token"`
	Capabilities   struct {
		Outcomes bool `json:"outcomes"`
	} `json:"capabilities"`
	PlanJSON  string `json:"plan_json_api_url"`
	Callback  string `json:"task_result_callback_url"`
	RunID     string `json:"run_id"`
	Workspace string `json:"workspace_name"`
}

// verification is the token of the request by which HCP Terraform tries the
// endpoint when it is set up; it expects an answer and no callback.
const verification = "test-token"

// result is what is told to HCP Terraform, as JSON:API.
type result struct {
	Data resultData `json:"data"`
}

type resultData struct {
	Type          string               `json:"type"`
	Attributes    resultAttributes     `json:"attributes"`
	Relationships *resultRelationships `json:"relationships,omitempty"`
}

type resultAttributes struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type resultRelationships struct {
	Outcomes outcomes `json:"outcomes"`
}

type outcomes struct {
	Data []outcome `json:"data"`
}

type outcome struct {
	Type       string            `json:"type"`
	Attributes outcomeAttributes `json:"attributes"`
}

type outcomeAttributes struct {
	ID          string           `json:"outcome-id"`
	Description string           `json:"description"`
	Body        string           `json:"body"`
	Tags        map[string][]tag `json:"tags"`
}

type tag struct {
	Label string `json:"label"`
	Level string `json:"level"`
}

// The statuses of a result.
const (
	running = "running"
	passed  = "passed"
	failed  = "failed"
)

func resultOf(status, message string) result {
	return result{Data: resultData{Type: "task-results", Attributes: resultAttributes{Status: status, Message: message}}}
}

// maxOutcomes is how many findings a result shows one by one.
const maxOutcomes = 100

// tell makes the result of a report: what blocks, and what is introduced besides.
func tell(r *validator.Report, withOutcomes bool) result {
	status := passed
	if r.Verdict != validator.Pass {
		status = failed
	}
	out := resultOf(status, report.Summary(r))
	if !withOutcomes {
		return out
	}
	list := outcomes{Data: []outcome{}}
	for _, f := range report.Outcomes(r) {
		if len(list.Data) == maxOutcomes {
			out.Data.Attributes.Message += fmt.Sprintf(" Only the gravest %d findings are shown.", maxOutcomes)
			break
		}
		level := map[string]string{"critical": "error", "high": "error", "medium": "warning", "low": "info"}[f.Severity]
		state := tag{Label: "Advisory", Level: "none"}
		if f.Blocks {
			state = tag{Label: "Blocks", Level: "error"}
		}
		list.Data = append(list.Data, outcome{Type: "task-result-outcomes", Attributes: outcomeAttributes{
			ID: f.Rule + "-" + f.Fingerprint, Description: f.Title, Body: f.Markdown,
			Tags: map[string][]tag{"Status": {state}, "Severity": {{Label: strings.ToUpper(f.Severity[:1]) + f.Severity[1:], Level: level}}},
		}})
	}
	out.Data.Relationships = &resultRelationships{Outcomes: list}
	return out
}
