# Planned with OpenTofu, with an encrypted state and plan. What tofu show says of it is judged: expect admin-access. The saved plan itself is refused.

terraform {
  encryption {
    key_provider "pbkdf2" "this" {
      passphrase = "not a secret: it is of a test"
    }
    method "aes_gcm" "this" {
      keys = key_provider.pbkdf2.this
    }
    state {
      method = method.aes_gcm.this
    }
    plan {
      method = method.aes_gcm.this
    }
  }
}

resource "aws_s3_bucket" "this" {
  bucket_prefix = "reports-"
}

resource "aws_iam_policy" "this" {
  name   = "everything"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = ["*", aws_s3_bucket.this.arn] }] })
}
