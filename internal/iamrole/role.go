// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/smithy-go"
)

// MarkerTag is the tag of a role or policy that is being made. Its value tells
// by whom.
const MarkerTag = "hipaa-iam:unfinished"

// unfinishedAge is how old a marked role of another origin must be before it
// counts as left behind: no creation takes as long.
const unfinishedAge = 30 * time.Minute

// Role is a role as it should be.
type Role struct {
	Name, Path, Description string
	// MaxSession is in seconds.
	MaxSession int32
	// Boundary is the ARN of the permissions boundary, or empty.
	Boundary string
	// Trust is the trust policy.
	Trust string
	// Policies are the role's own documents: inline policies, or where those have
	// no room for them, spread over managed ones.
	Policies []Policy
	Tags     map[string]string
}

// Policy is one document, by the name that it has as an inline policy.
type Policy struct {
	Name, Document string
}

// Policy returns the document with this name.
func (r *Role) Policy(name string) (document string, ok bool) {
	for _, p := range r.Policies {
		if p.Name == name {
			return p.Document, true
		}
	}
	return "", false
}

// Found is a role as it is. Its Policies are those asked for that exist, joined
// where they are spread over managed ones; its Tags are without AWS's own and
// without the marker.
type Found struct {
	Role
	ARN, UniqueID string
	Created       time.Time
	// OtherInline are the names of the other inline policies, Attached the ARNs
	// of managed ones that others have attached.
	OtherInline, Attached []string
	// Managed are the ARNs of the managed policies that hold the role's own
	// documents; mostly there are none.
	Managed []string
	// Detached are those of them that are not attached to the role.
	Detached []string
	// Marker is the marker's value; empty where the role is finished.
	Marker string

	parts []part
}

// marker identifies a creation by all that is to be made.
func (r *Role) marker() string {
	// Maps are encoded in the order of their keys.
	text, err := json.Marshal(r)
	if err != nil {
		// Strings and numbers always encode.
		panic(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// ErrNotFound says that there is no such role.
var ErrNotFound = errors.New("there is no such role")

// ExistsError says that a role or policy of the name is there already and is
// not ours.
type ExistsError struct {
	// Kind is "policy", or empty for a role.
	Kind, Name string
	// Reason says why it cannot be taken over.
	Reason string
}

// Error implements error.
func (e *ExistsError) Error() string {
	return fmt.Sprintf("a %s named %s exists already, and %s", kindOf(e.Kind), e.Name, e.Reason)
}

// OtherRoleError says that the role or policy of the name is not the one that
// was known: somebody deleted that and made another.
type OtherRoleError struct {
	// Kind is "policy", or empty for a role.
	Kind             string
	Name, Want, Have string
}

// Error implements error.
func (e *OtherRoleError) Error() string {
	return fmt.Sprintf("the %s %s is another one now: %s was deleted, and %s was made outside Terraform", kindOf(e.Kind), e.Name, e.Want, e.Have)
}

func kindOf(kind string) string {
	if kind == "" {
		return "role"
	}
	return kind
}

// InUseError says that a managed policy cannot be deleted, because it is
// attached to somebody or is somebody's permissions boundary. Where the policy is
// a part of a role, that is somebody else than the role.
type InUseError struct {
	Name                 string
	Roles, Users, Groups []string
}

// Error implements error.
func (e *InUseError) Error() string {
	return fmt.Sprintf("the policy %s is in use: %s", e.Name, listed(
		"roles", e.Roles, "users", e.Users, "groups", e.Groups,
	))
}

// listed writes the lists that are not empty, each after its name.
func listed(pairs ...any) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if list, ok := pairs[i+1].([]string); ok && len(list) > 0 {
			parts = append(parts, fmt.Sprint(pairs[i])+" "+strings.Join(list, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// ForeignError says that a role cannot be deleted because of what others have
// attached to it.
type ForeignError struct {
	Name                               string
	Attached, Inline, InstanceProfiles []string
}

// Error implements error.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("the role %s has what others gave it: %s", e.Name, listed(
		"attached policies", e.Attached, "inline policies", e.Inline, "instance profiles", e.InstanceProfiles,
	))
}

// is reports whether an error is one of these of the AWS API.
func is(err error, codes ...string) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	for _, c := range codes {
		if api.ErrorCode() == c {
			return true
		}
	}
	return false
}

// notFound reports whether AWS does not know what was asked for.
func notFound(err error) bool { return is(err, "NoSuchEntity") }

// settled reports whether AWS has answered a request by refusing it. Anything
// else, such as a lost connection, leaves open whether it was carried out.
func settled(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorFault() != smithy.FaultServer && !is(err, "EntityAlreadyExists")
}
