// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

// Inputs is what a plan tells about the values that the source refers to. Every
// field may be left out; what is not told is a hole.
type Inputs struct {
	// Variables are the values of the root module's variables in the form of
	// the plan's JSON (variables.NAME.value). A variable that is absent has its
	// default.
	Variables map[string]any
	// Resource returns the values of a resource instance by its absolute
	// address (`module.a["x"].aws_s3_bucket.b[0]`): as planned, and for a data
	// source that was read when the plan was made as the prior state has it.
	Resource func(address string) (Values, bool)
	// Instances returns the instance keys of a resource or of a module call,
	// by its address without the last key (`module.a["x"].aws_s3_bucket.b`,
	// `module.a`): strings for for_each, ints for count. It is asked where the
	// source does not tell. The second result is false where it is not known.
	Instances func(address string) ([]any, bool)
	// Known returns an attribute that the plan does not show and that follows
	// from what is known all the same, such as the ARN of a bucket from its
	// name, or the account of the caller.
	Known func(address, attribute string) (string, bool)
	// Workspace is the name of the workspace; "" where it is not known.
	Workspace string
	// Timestamp is the time of the plan as it stands in it (RFC 3339), which
	// plantimestamp() returns; "" where it is not known.
	Timestamp string
}

// Values are the values of one resource instance in the form of a plan's JSON.
type Values struct {
	// Values holds the attributes (change.after, or values of the prior state).
	// Numbers may be float64 or json.Number.
	Values any
	// Unknown says which are not known until apply (change.after_unknown).
	Unknown any
	// Sensitive says which are marked (change.after_sensitive, or
	// sensitive_values of the prior state).
	Sensitive any
}

// Origin says what a hole stands for.
type Origin struct {
	// Address and Attribute are the resource instance and the path in it, where
	// the hole is one attribute of one resource; else "".
	Address, Attribute string
	// Reason says what could not be decided, where the hole is a value that
	// depends on others; else "". SettledBy says what would settle it, where that
	// is not apply alone.
	Reason, SettledBy string
	// Absent says that the hole comes from a module that the source does not hold.
	Absent bool
}
