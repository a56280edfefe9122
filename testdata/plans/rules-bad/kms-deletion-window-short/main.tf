resource "aws_kms_key" "phi" {
  enable_key_rotation     = true
  deletion_window_in_days = 7
}
