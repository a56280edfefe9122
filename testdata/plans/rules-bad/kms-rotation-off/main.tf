resource "aws_kms_key" "phi" {
  description = "Opens PHI"
  tags        = { DataClassification = "phi" }
}
