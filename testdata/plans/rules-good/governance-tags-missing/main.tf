resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags = {
    Owner              = "imaging@example.org"
    DataClassification = "phi"
    ReviewBy           = "2027-06-30"
  }
}
