// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

// Schema names the form of a report in JSON. Fields may be added to it; none
// will change or go.
const Schema = "hipaacheck.report/v1"

// Verdict is the outcome of a check.
type Verdict string

// The verdicts.
const (
	Pass             Verdict = "pass"
	Fail             Verdict = "fail"
	ApprovalRequired Verdict = "approval-required"
)

// Report is what a check found, in the form of the JSON report. No list in it
// is nil.
type Report struct {
	Schema       string         `json:"schema"`
	Tool         Tool           `json:"tool"`
	Plans        []Plan         `json:"plans"`
	Verdict      Verdict        `json:"verdict"`
	Summary      Summary        `json:"summary"`
	Findings     []Finding      `json:"findings"`
	Changes      []Change       `json:"changes"`
	Undetermined []Undetermined `json:"undetermined"`
	// Reach lists which principals reach which PHI stores, before and after. It is
	// empty where Options.Reach did not ask for it.
	Reach []Reach `json:"reach"`
	// ReachLeftOut counts the pairs of a principal and a PHI store that were left
	// out of Reach since there are too many.
	ReachLeftOut int `json:"reach_left_out"`
	// Unread are the plans that were given and could not be judged. With one of
	// them there is no pass, whatever the verdict over the others.
	Unread []Unread `json:"unread"`
	// Approvals is nil where no approvals are demanded.
	Approvals *Approvals `json:"approvals"`
	// Rules says which rules were asked for by --only and left out by --skip.
	Rules RuleSelection `json:"rules"`
	// Config is the configuration file, or "".
	// Where plans of one report have different ones it is "", and each plan says its own.
	Config string `json:"config"`
	// TrustedRef is the git ref that the configuration, what it names and
	// comment waivers were read from; nil: the work tree.
	TrustedRef *TrustedRef `json:"trusted_ref"`
	// CommentWaivers are the comments beside resources by their place in the
	// source, and whether one holds a finding of these plans.
	CommentWaivers map[string]bool `json:"-"`
}

// TrustedRef is a git ref as given, and the commit that it was.
type TrustedRef struct {
	Ref    string `json:"ref"`
	Commit string `json:"commit"`
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Plan is one plan that was checked.
type Plan struct {
	Path             string `json:"path"`
	SHA256           string `json:"sha256"`
	TerraformVersion string `json:"terraform_version"`
	FormatVersion    string `json:"format_version"`
	Stack            string `json:"stack"`
	// Config is the configuration file that this plan was checked with, or "".
	Config string `json:"config"`
	// Accounts are the AWS accounts by provider configuration, nil where
	// nothing tells.
	Accounts map[string]*string `json:"accounts"`
	// Incomplete says that the plan leaves something out and was admitted all the same.
	Incomplete bool `json:"incomplete"`
	// Resources counts the managed resources of the plan, Judged those of the
	// kinds that rules judge.
	Resources int `json:"resources"`
	Judged    int `json:"judged_resources"`
	// Actions counts what the plan does to managed resources.
	Actions Actions `json:"actions"`
}

// Actions are counts of what a plan does; a replacement is one to create and one
// to delete.
type Actions struct {
	Create int `json:"create"`
	Update int `json:"update"`
	Delete int `json:"delete"`
}

// Counts are findings by severity.
type Counts struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
}

// Total is all of them.
func (c Counts) Total() int { return c.Critical + c.High + c.Medium + c.Low }

// Summary counts findings, waived ones under Waived alone, and documents by
// the way in which they became known.
type Summary struct {
	Introduced Counts         `json:"introduced"`
	Existing   Counts         `json:"existing"`
	Resolved   Counts         `json:"resolved"`
	Waived     int            `json:"waived"`
	Documents  DocumentCounts `json:"documents"`
}

// DocumentCounts counts the policy documents of the account after the change.
type DocumentCounts struct {
	Plan         int `json:"plan"`
	DataSource   int `json:"data-source"`
	Source       int `json:"source"`
	References   int `json:"references"`
	Undetermined int `json:"undetermined"`
}

// Finding is one safeguard that is not kept.
type Finding struct {
	Rule        string    `json:"rule"`
	Severity    string    `json:"severity"`
	Status      string    `json:"status"`
	Blocks      bool      `json:"blocks"`
	Waiver      *Waiver   `json:"waiver"`
	Address     string    `json:"address"`
	Attribute   string    `json:"attribute"`
	Stack       string    `json:"stack"`
	Message     string    `json:"message"`
	Remediation string    `json:"remediation"`
	Citations   []string  `json:"citations"`
	NIST        []string  `json:"nist"`
	Related     []Related `json:"related"`
	Location    *Location `json:"location"`
	Document    *Document `json:"document"`
	Witness     *Witness  `json:"witness"`
	Digest      string    `json:"digest"`
	Fingerprint string    `json:"fingerprint"`
	// Drift says that the finding came by a change outside Terraform.
	Drift bool `json:"drift"`
	// AboutConfig says that the finding is about the configuration file, not
	// about what the plan does.
	AboutConfig bool `json:"-"`
	// CommentWaiver says that the finding is about a comment beside a resource.
	CommentWaiver bool `json:"-"`
}

// Waiver is what holds a finding. One with no day on which it expires is the
// acceptance of a role's built-in template, its owner "template NAME@VERSION".
type Waiver struct {
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Ticket  string `json:"ticket"`
	Expires string `json:"expires"`
}

// Related is something that takes part in a finding.
type Related struct {
	Address string `json:"address"`
	// Stack is the one that it is of, where that is another than that of the finding.
	Stack    string    `json:"stack,omitempty"`
	Relation string    `json:"relation"`
	Location *Location `json:"location"`
}

// Location is a place in the source: 1-based, columns in bytes, end exclusive.
type Location struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	// Text is the whole file, for snippets.
	Text []byte `json:"-"`
}

// Document points at the statement a finding is about.
type Document struct {
	Known     string `json:"known"`
	Statement int    `json:"statement"`
	SID       string `json:"sid"`
}

// Witness is one concrete request. A context value is a text, or a list of texts.
type Witness struct {
	Principal string         `json:"principal"`
	Action    string         `json:"action"`
	Resource  string         `json:"resource"`
	Context   map[string]any `json:"context"`
}

// Change is what the plan newly allows one principal, or lets become it, and
// what it takes away; or what a store's own policy lets others do.
type Change struct {
	// Principal is its address, or the store's.
	Principal string  `json:"principal"`
	Stack     string  `json:"stack"`
	Grants    []Grant `json:"grants"`
	Revokes   []Grant `json:"revokes"`
	// Boundary says what happens to the permissions boundary, "" where nothing does.
	Boundary string `json:"boundary"`
	Digest   string `json:"digest"`
	// PHI says that the principal reaches PHI before or after, or that the store holds it.
	PHI bool `json:"phi"`
	// Account is the number of the AWS account, "" where nothing tells.
	Account string `json:"account"`
}

// Grant is one action on one resource, as a policy writes them.
type Grant struct {
	Action   string `json:"action"`
	Resource string `json:"resource"`
	// Condition is the statement's conditions in words, "" where it has none.
	Condition string `json:"condition"`
	// Except is what denies take away of it, in words, "" where nothing does.
	Except  string   `json:"except"`
	Witness *Witness `json:"witness"`
	// Kind is "access" for what the principal may do, "trust" for who may become it,
	// "resource" for what a store's policy lets others do.
	Kind string `json:"kind"`
	// Who is, for a trust or a store's policy, whom the statement names.
	Who string `json:"who,omitempty"`
}

// Reach is one kind of what a principal can do with what is in one PHI store.
type Reach struct {
	Principal string `json:"principal"`
	Stack     string `json:"stack"`
	// Kind is "role", "user", or "policy" for whoever gets a policy that is
	// attached to nobody.
	Kind string `json:"kind"`
	// Store is the address of the PHI store or its pattern in the configuration,
	// StoreWhy how it is known to hold PHI.
	Store    string `json:"store"`
	StoreWhy string `json:"store_why"`
	// StoreStack is the stack of the store, where that is another than the principal's.
	StoreStack string `json:"store_stack,omitempty"`
	// Level is "read", "write", "delete", "export" or "permissions" (to change them).
	Level string `json:"level"`
	// Before and After are "no", "yes" or "undetermined". New says that something is
	// allowed that was not.
	Before string `json:"before"`
	After  string `json:"after"`
	New    bool   `json:"new"`
	// AssumedBy are whom the role's trust names, Through the policies that allow it.
	AssumedBy []ReachStep `json:"assumed_by"`
	Through   []ReachStep `json:"through"`
	Witness   *Witness    `json:"witness"`
}

// ReachStep is a step on the way to a store.
type ReachStep struct {
	Name string `json:"name"`
	// New says that the step was not there before.
	New bool `json:"new"`
}

// Undetermined is something that could not be judged.
type Undetermined struct {
	Address   string `json:"address"`
	Attribute string `json:"attribute"`
	Stack     string `json:"stack"`
	Reason    string `json:"reason"`
	SettledBy string `json:"settled_by"`
}

// Unread is a plan that could not be judged.
type Unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// RuleSelection says which rules were asked for.
type RuleSelection struct {
	Only []string `json:"only"`
	Skip []string `json:"skip"`
}
