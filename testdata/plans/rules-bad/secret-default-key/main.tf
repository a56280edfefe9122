resource "aws_secretsmanager_secret" "database" {
  name = "database"
  tags = { DataClassification = "phi" }
}
