// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package logfilter reads the filter patterns of CloudWatch Logs and says
// whether one matches an event.
//
// It knows patterns for JSON events ({ $.eventName = "ConsoleLogin" && … }, with
// EXISTS, IS, wildcards, regular expressions and array indices) and for text
// (terms, "phrases", ?either ?or, -not). Patterns for space-delimited events
// ([ip, user, …]) are read as matching no JSON. What AWS does not document is
// answered by Maybe: whether != holds of a selector that the event does not have.
//
// Source: AWS, CloudWatch Logs user guide, Filter pattern syntax for metric
// filters, subscription filters, filter log events, and Live Tail.
package logfilter
