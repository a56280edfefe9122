# The account and the partition may not be known; they hold no quotes all the same.
data "aws_caller_identity" "me" {}
data "aws_partition" "p" {}
resource "foreign_thing" "f" {}

resource "aws_iam_policy" "text" {
  policy = <<-EOT
    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole",
      "Resource": "arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:role/${terraform.workspace}" }] }
  EOT
}

resource "aws_iam_policy" "other" {
  policy = <<-EOT
    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::${foreign_thing.f.account}:role/x" }] }
  EOT
}
