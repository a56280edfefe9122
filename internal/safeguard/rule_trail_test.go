// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import "testing"

const aTrail = "aws_cloudtrail.t"

func TestTrailSingleRegion(t *testing.T) {
	one := res(t, aTrail, `{"name":"t"}`)
	moved := res(t, "aws_cloudtrail.u", `{"name":"t"}`)
	moved.PreviousAddress = aTrail
	judgeResources(t, "trail-single-region", map[string]resourceCase{
		"created":       {after: having(one), want: []string{"introduced medium " + aTrail}},
		"false":         {after: having(res(t, aTrail, `{"is_multi_region_trail":false}`)), want: []string{"introduced medium " + aTrail}},
		"every Region":  {after: having(res(t, aTrail, `{"is_multi_region_trail":true}`))},
		"as before":     {before: having(one), after: having(one), want: []string{"existing medium " + aTrail}},
		"moved":         {before: having(one), after: having(moved), want: []string{"existing medium aws_cloudtrail.u"}},
		"mended":        {before: having(one), after: having(res(t, aTrail, `{"is_multi_region_trail":true}`)), want: []string{"resolved medium " + aTrail}},
		"narrowed":      {before: having(res(t, aTrail, `{"is_multi_region_trail":true}`)), after: having(one), want: []string{"introduced medium " + aTrail}},
		"not known":     {after: having(res(t, aTrail, `{}`, "is_multi_region_trail")), want: []string{"undetermined " + aTrail}},
		"not a trail":   {after: having(res(t, "aws_cloudtrail_event_data_store.t", `{"multi_region_enabled":false}`))},
		"data only":     {after: having(res(t, aTrail, `{"event_selector":[{"include_management_events":false,"data_resource":[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}]}]}`))},
		"data and more": {after: having(res(t, aTrail, `{"event_selector":[{"include_management_events":true}]}`)), want: []string{"introduced medium " + aTrail}},
		"advanced data only": {after: having(res(t, aTrail,
			`{"advanced_event_selector":[{"field_selector":[{"field":"resources.type","equals":["AWS::S3::Object"]},{"field":"eventCategory","equals":["Data"]}]}]}`))},
		"advanced management": {after: having(res(t, aTrail, `{"advanced_event_selector":[{"field_selector":[{"field":"eventCategory","equals":["Management"]}]}]}`)),
			want: []string{"introduced medium " + aTrail}},
	})
}

func TestTrailValidationOff(t *testing.T) {
	off, on := res(t, aTrail, `{"enable_log_file_validation":false}`), res(t, aTrail, `{"enable_log_file_validation":true}`)
	judgeResources(t, "trail-validation-off", map[string]resourceCase{
		"absent":     {after: having(res(t, aTrail, `{}`)), want: []string{"introduced medium " + aTrail}},
		"off":        {after: having(off), want: []string{"introduced medium " + aTrail}},
		"on":         {after: having(on)},
		"turned off": {before: having(on), after: having(off), want: []string{"introduced medium " + aTrail}},
		"turned on":  {before: having(off), after: having(on), want: []string{"resolved medium " + aTrail}},
		"as before":  {before: having(off), after: having(off), want: []string{"existing medium " + aTrail}},
		"destroyed":  {before: having(off), after: having(), want: []string{"resolved medium " + aTrail}},
		"not known":  {after: having(res(t, aTrail, `{}`, "enable_log_file_validation")), want: []string{"undetermined " + aTrail}},
	})
}

func TestTrailUnencrypted(t *testing.T) {
	bare, key := res(t, aTrail, `{}`), res(t, aTrail, `{"kms_key_id":"arn:aws:kms:us-east-1:123456789012:key/k"}`)
	judgeResources(t, "trail-unencrypted", map[string]resourceCase{
		"no key":            {after: having(bare), want: []string{"introduced medium " + aTrail}},
		"an empty key":      {after: having(res(t, aTrail, `{"kms_key_id":""}`)), want: []string{"introduced medium " + aTrail}},
		"a key":             {after: having(key)},
		"a key of the plan": {after: having(res(t, aTrail, `{}`, "kms_key_id=aws_kms_key.k.arn"))},
		"key taken away":    {before: having(key), after: having(bare), want: []string{"introduced medium " + aTrail}},
		"key given":         {before: having(bare), after: having(key), want: []string{"resolved medium " + aTrail}},
		"a key or nothing":  {after: having(res(t, aTrail, `{}`, "kms_key_id=aws_kms_key.k.arn", "kms_key_id=terraform_data.choice.output")), want: []string{"undetermined " + aTrail}},
		"who knows":         {after: having(res(t, aTrail, `{}`, "kms_key_id")), want: []string{"undetermined " + aTrail}},
		"as before":         {before: having(bare), after: having(bare), want: []string{"existing medium " + aTrail}},
	})
}

func TestTrailNotMonitored(t *testing.T) {
	bare, group := res(t, aTrail, `{}`), res(t, aTrail, `{"cloud_watch_logs_group_arn":"arn:aws:logs:us-east-1:123456789012:log-group:a:*"}`)
	judgeResources(t, "trail-not-monitored", map[string]resourceCase{
		"no group":            {after: having(bare), want: []string{"introduced medium " + aTrail}},
		"null":                {after: having(res(t, aTrail, `{"cloud_watch_logs_group_arn":null}`)), want: []string{"introduced medium " + aTrail}},
		"a group":             {after: having(group)},
		"a group of the plan": {after: having(res(t, aTrail, `{}`, "cloud_watch_logs_group_arn=aws_cloudwatch_log_group.g.arn"))},
		"group taken away":    {before: having(group), after: having(bare), want: []string{"introduced medium " + aTrail}},
		"as before":           {before: having(bare), after: having(bare), want: []string{"existing medium " + aTrail}},
		"not known":           {after: having(res(t, aTrail, `{}`, "cloud_watch_logs_group_arn")), want: []string{"undetermined " + aTrail}},
	})
}
