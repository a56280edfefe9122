// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Terraform's functions of collections that cty's library does not have.

var anyParam = function.Parameter{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}

// listOf returns the elements of a list, tuple or set.
func listOf(v cty.Value) ([]cty.Value, error) {
	ty := v.Type()
	if v.IsNull() || !ty.IsListType() && !ty.IsTupleType() && !ty.IsSetType() {
		return nil, errors.New("the argument is no list")
	}
	var out []cty.Value
	for it := v.ElementIterator(); it.Next(); {
		_, x := it.Element()
		out = append(out, x)
	}
	return out, nil
}

var (
	sumFunc = function.New(&function.Spec{
		Params: []function.Parameter{anyParam},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list, err := listOf(args[0])
			if err == nil && len(list) == 0 {
				err = errors.New("the list is empty")
			}
			if err != nil {
				return cty.NilVal, err
			}
			total := cty.Zero
			for _, x := range list {
				n, err := convert.Convert(x, cty.Number)
				if err != nil || n.IsNull() {
					return cty.NilVal, errors.New("an element is no number")
				}
				if total, err = stdlib.Add(total, n); err != nil {
					return cty.NilVal, err
				}
			}
			return total, nil
		},
	})

	allTrueFunc = boolsFunc(func(list []cty.Value) bool {
		return !slices.ContainsFunc(list, func(v cty.Value) bool { return v.IsNull() || v.False() })
	})
	anyTrueFunc = boolsFunc(func(list []cty.Value) bool {
		return slices.ContainsFunc(list, func(v cty.Value) bool { return !v.IsNull() && v.True() })
	})

	// coalesceFunc returns the first argument that is neither null nor "".
	coalesceFunc = function.New(&function.Spec{
		VarParam: &anyParam,
		Type: func(args []cty.Value) (cty.Type, error) {
			types := make([]cty.Type, len(args))
			for i, a := range args {
				types[i] = a.Type()
			}
			ty, _ := convert.UnifyUnsafe(types)
			if len(args) == 0 || ty == cty.NilType {
				return cty.NilType, errors.New("the arguments are not of one type")
			}
			return ty, nil
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			for _, a := range args {
				v, err := convert.Convert(a, ty)
				if err != nil {
					return cty.NilVal, err
				}
				if !v.IsNull() && !(ty == cty.String && v.AsString() == "") {
					return v, nil
				}
			}
			return cty.NilVal, errors.New("every argument is null or empty")
		},
	})

	indexFunc = function.New(&function.Spec{
		Params: []function.Parameter{anyParam, anyParam},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list, err := listOf(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			for i, x := range list {
				if eq, err := stdlib.Equal(x, args[1]); err == nil && eq.IsKnown() && eq.True() {
					return cty.NumberIntVal(int64(i)), nil
				}
			}
			return cty.NilVal, errors.New("the list has no such element")
		},
	})

	lookupFunc = function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "map", Type: cty.DynamicPseudoType, AllowDynamicType: true}, {Name: "key", Type: cty.String}},
		VarParam: &anyParam,
		Type: func(args []cty.Value) (cty.Type, error) {
			v, err := lookupValue(args)
			if err != nil {
				return cty.NilType, err
			}
			return v.Type(), nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return lookupValue(args) },
	})

	matchKeysFunc = function.New(&function.Spec{
		Params: []function.Parameter{anyParam, anyParam, anyParam},
		Type:   func(args []cty.Value) (cty.Type, error) { return cty.DynamicPseudoType, nil },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			values, err := listOf(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			keys, err := listOf(args[1])
			if err != nil {
				return cty.NilVal, err
			}
			wanted, err := listOf(args[2])
			if err != nil {
				return cty.NilVal, err
			}
			if len(values) != len(keys) {
				return cty.NilVal, errors.New("there are not as many keys as values")
			}
			var out []cty.Value
			for i, k := range keys {
				for _, w := range wanted {
					if eq, err := stdlib.Equal(k, w); err == nil && eq.IsKnown() && eq.True() {
						out = append(out, values[i])
						break
					}
				}
			}
			return cty.TupleVal(out), nil
		},
	})

	oneFunc = function.New(&function.Spec{
		Params: []function.Parameter{anyParam},
		Type:   func(args []cty.Value) (cty.Type, error) { return cty.DynamicPseudoType, nil },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list, err := listOf(args[0])
			switch {
			case err != nil:
				return cty.NilVal, err
			case len(list) == 0:
				return cty.NullVal(cty.DynamicPseudoType), nil
			case len(list) > 1:
				return cty.NilVal, errors.New("the list has more than one element")
			}
			return list[0], nil
		},
	})

	// transposeFunc turns a map of lists of texts round.
	transposeFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "values", Type: cty.Map(cty.List(cty.String))}},
		Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			turned := map[string][]cty.Value{}
			for it := args[0].ElementIterator(); it.Next(); {
				k, list := it.Element()
				values, err := listOf(list)
				if err != nil {
					return cty.NilVal, err
				}
				for _, v := range values {
					if v.IsNull() {
						return cty.NilVal, errors.New("a list holds null")
					}
					turned[v.AsString()] = append(turned[v.AsString()], k)
				}
			}
			if len(turned) == 0 {
				return cty.MapValEmpty(cty.List(cty.String)), nil
			}
			out := map[string]cty.Value{}
			for k, list := range turned {
				slices.SortFunc(list, func(a, b cty.Value) int {
					if a.AsString() < b.AsString() {
						return -1
					}
					return 1
				})
				out[k] = cty.ListVal(list)
			}
			return cty.MapVal(out), nil
		},
	})
)

func boolsFunc(f func([]cty.Value) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list, err := listOf(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			return cty.BoolVal(f(list)), nil
		},
	})
}

// lookupValue finds a key in a map or an object.
func lookupValue(args []cty.Value) (cty.Value, error) {
	if len(args) < 2 || len(args) > 3 {
		return cty.NilVal, errors.New("it takes a map, a key and a default")
	}
	m, key := args[0], args[1]
	ty := m.Type()
	if m.IsNull() || !ty.IsMapType() && !ty.IsObjectType() {
		return cty.NilVal, errors.New("the first argument is no map")
	}
	m, marks := m.Unmark()
	key, more := key.Unmark()
	if key.IsNull() {
		return cty.NilVal, errors.New("the key is null")
	}
	name := key.AsString()
	switch {
	case ty.IsObjectType() && ty.HasAttribute(name):
		return m.GetAttr(name).WithMarks(marks, more), nil
	case ty.IsMapType() && m.HasIndex(key).True():
		return m.Index(key).WithMarks(marks, more), nil
	case len(args) == 3:
		v := args[2]
		if ty.IsMapType() {
			var err error
			if v, err = convert.Convert(v, ty.ElementType()); err != nil {
				return cty.NilVal, errors.New("the default is of another type than the map's elements")
			}
		}
		return v.WithMarks(marks, more), nil
	}
	return cty.NilVal, errors.New("the map has no such key")
}
