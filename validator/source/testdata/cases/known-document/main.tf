# A data source that the plan has read says what the plan says.
data "aws_iam_policy_document" "known" {
  statement {
    actions   = ["s3:FromSource"]
    resources = ["*"]
  }
}

resource "aws_s3_bucket" "b" {}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.known.json
}

data "aws_iam_policy_document" "around" {
  source_policy_documents = [data.aws_iam_policy_document.known.json]
  statement {
    actions   = ["s3:Own"]
    resources = [aws_s3_bucket.b.arn]
  }
}
