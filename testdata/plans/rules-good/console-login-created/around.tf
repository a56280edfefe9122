# What the example refers to.

data "aws_iam_policy_document" "workforce_saml" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
