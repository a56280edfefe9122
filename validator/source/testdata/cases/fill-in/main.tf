# Texts that are filled in, trimmed and indented around holes.
resource "aws_s3_bucket" "b" {}
resource "aws_kms_key" "k" {}
resource "foreign_thing" "f" {}

resource "aws_iam_policy" "filled" {
  policy = replace(replace(file("policy.json"), "{{bucket}}", aws_s3_bucket.b.arn), "{{key}}", aws_kms_key.k.arn)
}

resource "aws_iam_policy" "regexp" {
  policy = replace(file("policy.json"), "/\\{\\{[a-z]+\\}\\}/", aws_s3_bucket.b.arn)
}

resource "aws_iam_policy" "trimmed" {
  policy = trimspace(chomp(<<-EOT

    { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}" }] }
  EOT
  ))
}

resource "test" "t" {
  prefix        = trimprefix("arn:${aws_s3_bucket.b.id}", "arn:")
  prefix_other  = trimprefix("arn:${aws_s3_bucket.b.id}", "x")
  prefix_beyond = trimprefix("a${aws_s3_bucket.b.id}", "arn")
  suffix        = trimsuffix("${aws_s3_bucket.b.arn}/*", "/*")
  suffix_plain  = trimsuffix(aws_s3_bucket.b.arn, "/")
  space         = trimspace(" ${aws_s3_bucket.b.arn} ")
  space_open    = trimspace(" ${foreign_thing.f.x} ")
  indent        = indent(2, "a\n${aws_s3_bucket.b.arn}")
  indent_open   = indent(2, "a\n${foreign_thing.f.x}")
  letters       = replace("${aws_s3_bucket.b.arn}/NAME", "NAME", "x")
  newline       = replace("${aws_s3_bucket.b.arn}\nb", "\n", " ")
  group         = replace("ab", "/(a)(b)/", foreign_thing.f.x)
  plain_into    = replace("NAME/x", "NAME", foreign_thing.f.x)
}
