// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// unknownValue is how the protocol writes a value that is not known: an
// extension of type 0 with one byte, whatever that is.
var unknownValue = []byte{0xd4, 0, 0}

// encode writes a resource as the protocol has it: the fields of a model, and
// the raw values of the other attributes. It writes what the framework's
// conversion to Terraform's values and their own encoding give, in one pass.
func (a attributes) encode(ctx context.Context, raw map[string]tftypes.Value, fields map[string]any) (*tfprotov6.DynamicValue, error) {
	var b bytes.Buffer
	enc := msgpack.NewEncoder(&b)
	if err := enc.EncodeMapLen(len(a)); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if err := enc.EncodeString(name); err != nil {
			return nil, err
		}
		if field, ok := fields[name]; ok {
			v, _ := valueOf(field)
			if err := encodeValue(&b, enc, v); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			continue
		}
		v, err := tfprotov6.NewDynamicValue(a[name].TerraformType(ctx), raw[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b.Write(v.MsgPack)
	}
	return &tfprotov6.DynamicValue{MsgPack: b.Bytes()}, nil
}

func encodeValue(b *bytes.Buffer, enc *msgpack.Encoder, v attr.Value) error {
	switch {
	case v == nil || v.IsNull():
		return enc.EncodeNil()
	case v.IsUnknown():
		b.Write(unknownValue)
		return nil
	}
	switch v := v.(type) {
	case types.String:
		return enc.EncodeString(v.ValueString())
	case types.Bool:
		return enc.EncodeBool(v.ValueBool())
	case types.Int64:
		return enc.EncodeInt(v.ValueInt64())
	case types.List:
		list := v.Elements()
		if err := enc.EncodeArrayLen(len(list)); err != nil {
			return err
		}
		for _, e := range list {
			if err := encodeValue(b, enc, e); err != nil {
				return err
			}
		}
		return nil
	case types.Map:
		return encodeNamed(b, enc, v.Elements())
	case types.Object:
		return encodeNamed(b, enc, v.Attributes())
	}
	return fmt.Errorf("a value of type %T has no form in the protocol; this is a bug in the provider, please report it", v)
}

func encodeNamed(b *bytes.Buffer, enc *msgpack.Encoder, vals map[string]attr.Value) error {
	if err := enc.EncodeMapLen(len(vals)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(vals)) {
		if err := enc.EncodeString(name); err != nil {
			return err
		}
		if err := encodeValue(b, enc, vals[name]); err != nil {
			return err
		}
	}
	return nil
}
