// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// natives are Terraform's pure functions by their names, for arguments of which
// all is known. Source: Terraform 1.11, "Built-in Functions".
var natives = map[string]function.Function{
	"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "log": stdlib.LogFunc, "max": stdlib.MaxFunc,
	"min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc, "pow": stdlib.PowFunc, "signum": stdlib.SignumFunc, "sum": sumFunc,

	"chomp": stdlib.ChompFunc, "format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc, "indent": stdlib.IndentFunc,
	"join": stdlib.JoinFunc, "lower": stdlib.LowerFunc, "regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "replace": replaceFunc,
	"split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc, "substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc, "trim": stdlib.TrimFunc,
	"trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc, "trimsuffix": stdlib.TrimSuffixFunc, "upper": stdlib.UpperFunc,
	"startswith": startsWithFunc, "endswith": endsWithFunc, "strcontains": containsTextFunc,

	"alltrue": allTrueFunc, "anytrue": anyTrueFunc, "chunklist": stdlib.ChunklistFunc, "coalesce": coalesceFunc,
	"coalescelist": stdlib.CoalesceListFunc, "compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
	"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc, "index": indexFunc, "keys": stdlib.KeysFunc,
	"lookup": lookupFunc, "matchkeys": matchKeysFunc, "merge": stdlib.MergeFunc, "one": oneFunc, "range": stdlib.RangeFunc,
	"reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc, "setproduct": stdlib.SetProductFunc,
	"setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc,
	"transpose": transposeFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,

	"base64decode": base64DecodeFunc, "base64encode": base64EncodeFunc, "base64gzip": base64GzipFunc, "csvdecode": stdlib.CSVDecodeFunc,
	"jsondecode": stdlib.JSONDecodeFunc, "jsonencode": stdlib.JSONEncodeFunc, "urlencode": urlEncodeFunc, "urldecode": urlDecodeFunc,
	"yamldecode": ctyyaml.YAMLDecodeFunc, "yamlencode": ctyyaml.YAMLEncodeFunc,

	"basename": basenameFunc, "dirname": dirnameFunc,

	"formatdate": stdlib.FormatDateFunc, "timeadd": stdlib.TimeAddFunc, "timecmp": timeCmpFunc,

	"base64sha256": base64Sha256Func, "base64sha512": base64Sha512Func, "md5": md5Func, "sha1": sha1Func, "sha256": sha256Func,
	"sha512": sha512Func, "uuidv5": uuidv5Func,

	"cidrhost": cidrHostFunc, "cidrnetmask": cidrNetmaskFunc, "cidrsubnet": cidrSubnetFunc, "cidrsubnets": cidrSubnetsFunc, "cidrcontains": cidrContainsFunc,

	"provider::aws::arn_parse": arnParseFunc, "provider::aws::arn_build": arnBuildFunc, "provider::aws::trim_iam_role_path": trimRolePathFunc,
}

// own are functions that are evaluated here whatever their arguments are. It is
// filled in by init: some of them evaluate expressions, which call functions.
var own map[string]func(*invocation) (cty.Value, error)

// carriers take the place of natives where an argument has a part that is not
// known: they carry it along.
var carriers map[string]func(*invocation) (cty.Value, error)

func init() { //nolint:gochecknoinits // see own
	own = map[string]func(*invocation) (cty.Value, error){
		"timestamp": (*invocation).invented, "uuid": (*invocation).invented, "bcrypt": (*invocation).invented, "plantimestamp": (*invocation).planTimestamp,
		"sensitive": (*invocation).sensitive, "nonsensitive": (*invocation).nonsensitive, "issensitive": (*invocation).isSensitive,
		"ephemeralasnull": (*invocation).first,
		"tostring":        (*invocation).to, "tonumber": (*invocation).to, "tobool": (*invocation).to,
		"toset": (*invocation).to, "tolist": (*invocation).to, "tomap": (*invocation).to,
		"length": (*invocation).length,
		"file":   (*invocation).file, "filebase64": (*invocation).file, "filemd5": (*invocation).file, "filesha1": (*invocation).file,
		"filesha256": (*invocation).file, "filesha512": (*invocation).file, "filebase64sha256": (*invocation).file, "filebase64sha512": (*invocation).file,
		"fileexists": (*invocation).fileExists, "fileset": (*invocation).fileSet, "templatefile": (*invocation).templateFile,
		"templatestring": (*invocation).templateString, "abspath": (*invocation).machinePath, "pathexpand": (*invocation).machinePath,
	}
	carriers = map[string]func(*invocation) (cty.Value, error){
		"format": (*invocation).format, "formatlist": (*invocation).formatList, "join": (*invocation).join, "concat": (*invocation).concat,
		"flatten": (*invocation).flatten, "merge": (*invocation).merge, "keys": (*invocation).keys, "values": (*invocation).values,
		"zipmap": (*invocation).zipmap, "reverse": (*invocation).reverse, "slice": (*invocation).slice, "element": (*invocation).element,
		"one": (*invocation).one, "coalesce": (*invocation).coalesce, "coalescelist": (*invocation).coalesceList, "compact": (*invocation).compact,
		"distinct": (*invocation).distinct, "sort": (*invocation).sort, "setunion": (*invocation).setUnion, "lookup": (*invocation).lookup,
		"contains": (*invocation).contains, "alltrue": (*invocation).allTrue, "anytrue": (*invocation).anyTrue,
		"trimspace": (*invocation).trimSpace, "chomp": (*invocation).trimSpace, "trimprefix": (*invocation).trimAffix,
		"trimsuffix": (*invocation).trimAffix, "indent": (*invocation).indent, "replace": (*invocation).replace,
		"split":      (*invocation).split,
		"startswith": (*invocation).startsWith, "endswith": (*invocation).endsWith, "jsonencode": (*invocation).jsonEncode,
		"jsondecode": (*invocation).jsonDecode, "provider::aws::arn_build": (*invocation).arnBuild,
	}
}
