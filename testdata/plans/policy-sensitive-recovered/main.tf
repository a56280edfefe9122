# Documents that are known from the source only, or hold what only apply tells, and hold values that are marked sensitive: by a variable, a function, an output,
# the provider, through a data source and an unknown choice. They are judged or reported, and nowhere is one of the planted words told.

variable "s" {
  sensitive = true
  default   = "PLANTEDvar"
}
variable "e" {
  ephemeral = true
  sensitive = true
  type      = string
  default   = "PLANTEDeph"
}
resource "aws_s3_bucket" "b" { bucket_prefix = "b-" }
resource "aws_iam_user" "u" { name = "u" }
resource "aws_iam_access_key" "k" { user = aws_iam_user.u.name }
locals { trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] }) }
resource "aws_iam_role" "r" {
  for_each           = toset(["interp", "ds", "fn", "out", "key", "tern", "file", "name"])
  name               = each.key
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "interp" {
  role   = aws_iam_role.r["interp"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = var.s, Effect = "Allow", Action = "*", Resource = ["*", "${aws_s3_bucket.b.arn}/${var.s}"] }] })
}
data "aws_iam_policy_document" "ds" {
  statement {
    sid       = var.s
    actions   = ["*", "s3:${var.s}"]
    resources = ["*", "${aws_s3_bucket.b.arn}/${var.s}"]
  }
}
resource "aws_iam_role_policy" "ds" {
  role   = aws_iam_role.r["ds"].name
  policy = data.aws_iam_policy_document.ds.json
}
resource "aws_iam_role_policy" "fn" {
  role   = aws_iam_role.r["fn"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = sensitive("PLANTEDfn"), Effect = "Allow", Action = "*", Resource = ["*", aws_s3_bucket.b.arn] }] })
}
module "m" {
  source = "./m"
  s      = "PLANTEDout${aws_s3_bucket.b.id}"
}
resource "aws_iam_role_policy" "out" {
  role   = aws_iam_role.r["out"].name
  policy = module.m.doc
}
resource "aws_iam_role_policy" "key" {
  role   = aws_iam_role.r["key"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = aws_iam_access_key.k.id, Effect = "Allow", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:userid" = aws_iam_access_key.k.secret } } }] })
}
resource "aws_iam_role_policy" "tern" {
  role   = aws_iam_role.r["tern"].name
  policy = aws_s3_bucket.b.id == var.s ? jsonencode({ Version = "2012-10-17", Statement = [] }) : replace(jsonencode({ Statement = [{ Sid = var.s, Effect = "Allow", Action = "*", Resource = aws_s3_bucket.b.arn }] }), var.s, aws_s3_bucket.b.id)
}
resource "aws_iam_role_policy" "nonsens" {
  role   = aws_iam_role.r["name"].name
  name   = var.s
  policy = nonsensitive(jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "x", Effect = "Allow", Action = "*", Resource = ["*", aws_s3_bucket.b.arn] }] }))
}
resource "terraform_data" "t" {
  input = sensitive({ PLANTEDkey = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "PLANTEDstray", Effect = "Allow", Action = "*", Resource = "*" }] }) })
}
