# Marks of the plan and of the configuration go along; names and reasons show nothing that is marked.
variable "secret" {
  sensitive = true
  default   = "hush"
}

module "m" {
  source = "./m"
  secret = var.secret
}

resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

resource "test" "t" {
  direct     = var.secret
  text       = "${var.secret}/${aws_s3_bucket.a.arn}"
  encoded    = jsonencode({ a = [var.secret], b = aws_s3_bucket.a.arn })
  loop       = jsonencode([for x in [var.secret] : "${x}!"])
  choice     = var.secret == "hush" ? "a" : "b"
  open       = var.secret == foreign_thing.f.x ? "a" : "b"
  open_text  = "${lower("${var.secret}${foreign_thing.f.x}")}"
  look       = lookup({ a = 1 }, var.secret, "none")
  error      = parseint(var.secret, 10)
  wrong_key  = { a = 1 }[var.secret]
  released   = nonsensitive(var.secret)
  planned    = foreign_thing.f.password
  planned_in = foreign_thing.f.map.token
  unknown    = foreign_thing.f.later
  output     = module.m.out
  set        = jsonencode(toset([var.secret, "x"]))
  file       = file("${var.secret}.txt")
  issue      = issensitive(var.secret)
  concat     = jsonencode(concat([aws_s3_bucket.a.arn], [var.secret]))
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = [var.secret, aws_s3_bucket.a.arn]
  }
}
