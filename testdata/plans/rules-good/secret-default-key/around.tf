# What the example refers to.

resource "aws_kms_key" "phi" {
  enable_key_rotation = true
}
