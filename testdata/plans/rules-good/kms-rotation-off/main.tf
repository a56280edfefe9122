resource "aws_kms_key" "phi" {
  description         = "Opens PHI"
  enable_key_rotation = true
  tags                = { DataClassification = "phi" }
}
