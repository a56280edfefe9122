# A hole in a heredoc: one plain text is safe in its quotes; what may be anything may hold quotes.
resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

resource "aws_iam_policy" "plain" {
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.a.arn}/*" },
        {
          "Effect": "Allow",
          "Action": "s3:ListBucket",
          "Resource": "${aws_s3_bucket.a.arn}"
        }
      ]
    }
  EOT
}

resource "aws_iam_policy" "anything" {
  policy = <<-EOT
    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${foreign_thing.f.text}" }] }
  EOT
}

resource "aws_iam_policy" "encoded" {
  policy = <<-EOT
    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ${jsonencode(foreign_thing.f.list)} }] }
  EOT
}

resource "aws_iam_policy" "outside" {
  policy = <<-EOT
    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ${aws_s3_bucket.a.arn} }] }
  EOT
}

resource "aws_iam_policy" "decoded" {
  policy = jsonencode(jsondecode(aws_iam_policy.plain.policy))
}

resource "aws_iam_policy" "decoded_anything" {
  policy = jsonencode(jsondecode("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Resource\":\"${foreign_thing.f.text}\"}]}"))
}
