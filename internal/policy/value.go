// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// ParsePrefix reads an address or a CIDR block as AWS does: a bare address
// means that address alone.
func ParsePrefix(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

// timeLayouts are the ISO 8601 forms that AWS documents, the W3C profile.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006",
}

// ParseTime reads a date as AWS does: ISO 8601, or seconds since 1970.
func ParseTime(s string) (time.Time, bool) {
	for _, l := range timeLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC(), true
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > 1<<40 || n < -(1<<40) {
		return time.Time{}, false
	}
	return time.Unix(n, 0).UTC(), true
}

// parseNumber reads a decimal number; NaN, infinities and other bases are none.
func parseNumber(s string) (float64, bool) {
	if !validNumber(strings.TrimPrefix(s, "+")) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}
