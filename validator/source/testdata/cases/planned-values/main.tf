# What the plan tells of resources and data sources.
resource "aws_s3_bucket" "known" { bucket = "known" }
resource "aws_s3_bucket" "open" {}
resource "aws_iam_role" "r" { name = "r" }
resource "aws_eks_cluster" "c" {}
resource "foreign_thing" "f" {
  settings = { a = 1 }
  later    = "set to ${aws_s3_bucket.open.arn}"
}
data "aws_caller_identity" "me" {}
data "aws_partition" "p" {}
resource "terraform_data" "t" { input = [aws_s3_bucket.open.arn] }

resource "test" "t" {
  known_arn  = aws_s3_bucket.known.arn
  known_id   = aws_s3_bucket.known.id
  open_arn   = aws_s3_bucket.open.arn
  role_id    = aws_iam_role.r.id
  role_arn   = aws_iam_role.r.arn
  account    = data.aws_caller_identity.me.account_id
  partition  = data.aws_partition.p.partition
  arn        = "arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:role/${aws_iam_role.r.name}"
  issuer     = aws_eks_cluster.c.identity[0].oidc[0].issuer
  list       = jsonencode(foreign_thing.f.list)
  list_part  = foreign_thing.f.list[1]
  nested     = foreign_thing.f.nested.b.c
  nothing    = foreign_thing.f.nothing
  configured = foreign_thing.f.later
  settings   = jsonencode(foreign_thing.f.settings)
  whole      = jsonencode(aws_s3_bucket.open)
  output     = jsonencode(terraform_data.t.output)
  number     = foreign_thing.f.number
}
