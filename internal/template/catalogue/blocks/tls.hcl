# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "tls@1" {
  title     = "Encrypted transport only"
  purpose   = "Nothing is asked for over an unencrypted connection, nor from S3 over an outdated version of TLS."
  citations = ["164.312(e)(1)", "164.312(e)(2)(ii)"]

  statement "DenyInsecureTransport" {
    description = "No request without TLS."
    effect      = "Deny"
    actions     = ["*"]
    resources   = ["*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement "DenyOldTls" {
    description = "No request to S3 with TLS older than 1.2."
    effect      = "Deny"
    actions     = ["s3:*"]
    resources   = ["*"]
    condition {
      test     = "NumericLessThan"
      variable = "s3:TlsVersion"
      values   = ["1.2"]
    }
  }
}
