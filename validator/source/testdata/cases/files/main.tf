# Files and templates of the source.
resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

resource "test" "t" {
  file      = file("policy.json")
  cwd       = file("${path.cwd}/policy.json")
  module    = file("${path.module}/policy.json")
  b64       = filebase64("policy.json")
  md5       = filemd5("policy.json")
  sha       = filebase64sha256("policy.json")
  exists    = fileexists("policy.json")
  absent    = fileexists("nothing.json")
  set       = jsonencode(fileset(path.module, "**/*.tftpl"))
  missing   = file("nothing.json")
  open      = file("${foreign_thing.f.x}.json")
  string    = templatestring(local.template, { name = aws_s3_bucket.a.arn })
  absolute  = abspath("policy.json")
  base      = "${basename("a/b.json")} ${dirname("a/b.json")}"
  workspace = terraform.workspace
}

locals {
  template = "hello $${name}"
}

resource "aws_iam_policy" "file" {
  policy = file("policy.json")
}

resource "aws_iam_policy" "template" {
  policy = templatefile("${path.module}/templates/policy.tftpl", { arns = [aws_s3_bucket.a.arn, "arn:aws:s3:::b"], admin = true })
}

resource "aws_iam_policy" "decoded" {
  policy = jsonencode(merge(jsondecode(file("policy.json")), { Id = "x" }))
}

resource "aws_iam_policy" "yaml" {
  policy = jsonencode(yamldecode(file("policy.yaml")))
}

resource "test" "template_open" {
  choice = templatefile("templates/policy.tftpl", { arns = [], admin = aws_s3_bucket.a.arn == "x" })
  error  = templatefile("templates/policy.tftpl", {})
}

data "template_file" "t" {
  template = file("templates/old.tpl")
  vars = {
    bucket = aws_s3_bucket.a.arn
  }
}

resource "aws_iam_policy" "old" {
  policy = data.template_file.t.rendered
}
