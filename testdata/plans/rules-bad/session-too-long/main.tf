resource "aws_iam_role" "reader" {
  name                 = "phi-reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 43200
  tags                 = { DataClassification = "phi" }
}
