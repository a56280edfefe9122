# Holes in texts: interpolated, nested, in conditions of other texts.
locals {
  both = "${aws_s3_bucket.a.arn}/${aws_kms_key.k.arn}"
}

resource "aws_s3_bucket" "a" {}
resource "aws_kms_key" "k" {}

resource "test" "t" {
  alone    = aws_s3_bucket.a.arn
  wrapped  = "${aws_s3_bucket.a.arn}"
  prefix   = "${aws_s3_bucket.a.arn}/*"
  both     = local.both
  twice    = "${local.both} ${local.both}"
  number   = "${1}${true}"
  heredoc  = <<-EOT
    one ${aws_s3_bucket.a.arn}
      two
  EOT
  loop     = "%{for x in [aws_s3_bucket.a.arn, "b"]}[${x}]%{endfor}"
  choice   = "%{if true}${aws_s3_bucket.a.arn}%{else}no%{endif}"
  escaped  = "$${aws:username} %%{x}"
}
