resource "aws_iam_role" "radiologist" {
  name               = "radiologist"
  assume_role_policy = data.aws_iam_policy_document.workforce_saml.json
}
