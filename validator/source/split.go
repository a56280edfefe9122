// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// services are the third part of the ARNs of resource types, where it is not the
// first word of the type's name. Source: AWS, Service Authorization Reference.
var services = map[string]string{
	"aws_cloudwatch_log_group": "logs", "aws_cloudwatch_log_stream": "logs", "aws_cloudwatch_event_bus": "events", "aws_cloudwatch_event_rule": "events",
	"aws_cloudwatch_event_api_destination": "events", "aws_cloudwatch_event_connection": "events", "aws_db_instance": "rds", "aws_sfn_state_machine": "states",
	"aws_efs_file_system": "elasticfilesystem", "aws_lb": "elasticloadbalancing", "aws_lb_target_group": "elasticloadbalancing", "aws_kinesis_firehose_delivery_stream": "firehose",
	"aws_msk_cluster": "kafka", "aws_opensearch_domain": "es", "aws_instance": "ec2", "aws_vpc": "ec2", "aws_subnet": "ec2", "aws_security_group": "ec2",
}

// plainServices are those that are the first word.
var plainServices = []string{"iam", "s3", "sqs", "sns", "kms", "lambda", "dynamodb", "kinesis", "ecr", "ecs", "eks", "secretsmanager", "backup", "rds", "redshift", "mq"}

// serviceOf returns the service in the ARN of a resource, or "".
func serviceOf(address string) string {
	kind := kindOf(address)
	if s := services[kind]; s != "" {
		return s
	}
	rest, ok := strings.CutPrefix(kind, "aws_")
	for _, s := range plainServices {
		if ok && strings.HasPrefix(rest, s+"_") {
			return s
		}
	}
	return ""
}

const notKnown = "\x01"

// split cuts a text of which some is not known: what stands before the first
// hole is, and of an ARN the service.
func (c *invocation) split() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	sep, ok := asString(c.args[0])
	s, ok1 := asString(c.e.asText(c.args[1]))
	if !ok || !ok1 || sep == "" || len(c.e.idsIn(sep)) > 0 {
		return c.undecided(c.name)
	}
	before, _, _ := around(s)
	lead := strings.Split(before, sep)
	lead = lead[:len(lead)-1] // the last one goes on in the hole
	if id, whole := wholeHole(s); whole && sep == ":" {
		if h := c.e.holes.list[id]; h.attribute == "arn" && c.e.fixed(id) {
			if service := serviceOf(h.address); service != "" {
				lead = []string{"arn", notKnown, service}
			}
		}
	}
	h := hole{name: c.shown(), why: c.e.because(c.name, c.in)}
	if len(lead) > 0 && !strings.Contains(before, "\x00") {
		h.lead = strings.Join(lead, "\x00") + "\x00"
	}
	return c.e.undecidedFor(h, c.args...)
}

// leading returns an element of a list of which only the first ones are known.
func (e *engine) leading(v, key cty.Value) (cty.Value, bool) {
	id, ok := holeIn(v)
	if !ok || e.holes.list[id].lead == "" {
		return cty.NilVal, false
	}
	n, ok := lengthNumber(key)
	list := strings.Split(e.holes.list[id].lead, "\x00")
	if !ok || n >= len(list)-1 || list[n] == notKnown {
		return cty.NilVal, false
	}
	return text(list[n], v.HasMark(sensitiveMark{})), true
}
