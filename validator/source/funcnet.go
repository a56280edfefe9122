// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"errors"
	"fmt"
	"math/big"
	"net/netip"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Terraform's functions of IP prefixes. Source: Terraform, "IP Network Functions".

var prefixParam = function.Parameter{Name: "prefix", Type: cty.String}

var (
	cidrHostFunc = function.New(&function.Spec{
		Params: []function.Parameter{prefixParam, {Name: "hostnum", Type: cty.Number}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := parsePrefix(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			n, accuracy := args[1].AsBigFloat().Int(nil)
			if accuracy != big.Exact {
				return cty.NilVal, errors.New("the number of the host is not whole")
			}
			size := new(big.Int).Lsh(big.NewInt(1), uint(p.Addr().BitLen()-p.Bits()))
			if n.Sign() < 0 {
				n = new(big.Int).Add(size, n) // counted from the end
			}
			if n.Sign() < 0 || n.Cmp(size) >= 0 {
				return cty.NilVal, errors.New("the prefix has no host with this number")
			}
			return cty.StringVal(offset(p.Addr(), n).String()), nil
		},
	})

	cidrNetmaskFunc = function.New(&function.Spec{
		Params: []function.Parameter{prefixParam},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := parsePrefix(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			if !p.Addr().Is4() {
				return cty.NilVal, errors.New("only IPv4 has netmasks")
			}
			mask := ^uint32(0) << (32 - p.Bits())
			if p.Bits() == 0 {
				mask = 0
			}
			return cty.StringVal(fmt.Sprintf("%d.%d.%d.%d", mask>>24, mask>>16&255, mask>>8&255, mask&255)), nil
		},
	})

	cidrSubnetFunc = function.New(&function.Spec{
		Params: []function.Parameter{prefixParam, {Name: "newbits", Type: cty.Number}, {Name: "netnum", Type: cty.Number}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := parsePrefix(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			bits, _ := args[1].AsBigFloat().Int64()
			n, accuracy := args[2].AsBigFloat().Int(nil)
			if accuracy != big.Exact || n.Sign() < 0 {
				return cty.NilVal, errors.New("the number of the subnet is no whole number from 0")
			}
			s, err := subnet(p, int(bits), n)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(s.String()), nil
		},
	})

	cidrSubnetsFunc = function.New(&function.Spec{
		Params:   []function.Parameter{prefixParam},
		VarParam: &function.Parameter{Name: "newbits", Type: cty.Number},
		Type:     function.StaticReturnType(cty.List(cty.String)),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := parsePrefix(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			if len(args) == 1 {
				return cty.ListValEmpty(cty.String), nil
			}
			next := new(big.Int) // hosts used so far
			var out []cty.Value
			for _, a := range args[1:] {
				bits, accuracy := a.AsBigFloat().Int64()
				room := p.Addr().BitLen() - p.Bits()
				if accuracy != big.Exact || bits < 1 || int(bits) > room {
					return cty.NilVal, errors.New("the prefix has no room for this subnet")
				}
				size := new(big.Int).Lsh(big.NewInt(1), uint(room-int(bits)))
				up := new(big.Int).Add(next, new(big.Int).Sub(size, big.NewInt(1)))
				n := up.Div(up, size)
				s, err := subnet(p, int(bits), n)
				if err != nil {
					return cty.NilVal, err
				}
				next = new(big.Int).Mul(new(big.Int).Add(n, big.NewInt(1)), size)
				out = append(out, cty.StringVal(s.String()))
			}
			return cty.ListVal(out), nil
		},
	})

	cidrContainsFunc = function.New(&function.Spec{ // OpenTofu's
		Params: []function.Parameter{prefixParam, {Name: "contained", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := parsePrefix(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			if a, err := netip.ParseAddr(args[1].AsString()); err == nil {
				return cty.BoolVal(p.Contains(a)), nil
			}
			q, err := parsePrefix(args[1])
			if err != nil {
				return cty.NilVal, err
			}
			return cty.BoolVal(q.Bits() >= p.Bits() && p.Contains(q.Addr())), nil
		},
	})
)

func parsePrefix(v cty.Value) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(v.AsString())
	if err != nil {
		return p, errors.New("the text is no IP prefix (10.0.0.0/8)")
	}
	return p.Masked(), nil
}

// subnet returns the n-th part of a prefix that is longer by some bits.
func subnet(p netip.Prefix, bits int, n *big.Int) (netip.Prefix, error) {
	length := p.Bits() + bits
	if bits < 0 || length > p.Addr().BitLen() {
		return p, errors.New("the prefix has no room for this subnet")
	}
	if n.BitLen() > bits {
		return p, errors.New("the prefix has no subnet with this number")
	}
	return netip.PrefixFrom(offset(p.Addr(), new(big.Int).Lsh(n, uint(p.Addr().BitLen()-length))), length), nil
}

// offset returns the address n after another one.
func offset(a netip.Addr, n *big.Int) netip.Addr {
	sum := new(big.Int).Add(new(big.Int).SetBytes(a.AsSlice()), n)
	buf := make([]byte, a.BitLen()/8)
	sum.FillBytes(buf)
	out, _ := netip.AddrFromSlice(buf)
	return out
}
