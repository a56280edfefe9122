# Functions of holes: those that carry values along, those that make one text of another, those that look.
resource "aws_s3_bucket" "a" {}
resource "aws_eks_cluster" "c" {}
resource "foreign_thing" "f" {}

resource "test" "carry" {
  format     = format("%s/%v/%d", aws_s3_bucket.a.arn, aws_s3_bucket.a.id, 7)
  width      = format("%10s", aws_s3_bucket.a.arn)
  decimal    = format("%d", aws_s3_bucket.a.arn)
  formatlist = jsonencode(formatlist("%s/*", [aws_s3_bucket.a.arn, "b"]))
  join       = join(",", [aws_s3_bucket.a.arn, "b", foreign_thing.f.x])
  join_set   = join(",", toset([aws_s3_bucket.a.arn, "b"]))
  concat     = jsonencode(concat([aws_s3_bucket.a.arn], ["b"], foreign_thing.f.list))
  flatten    = jsonencode(flatten([[aws_s3_bucket.a.arn], ["b", ["c"]]]))
  merge      = jsonencode(merge({ a = aws_s3_bucket.a.arn }, { b = 1 }, null))
  merge_open = jsonencode(merge({ a = 1 }, foreign_thing.f.map))
  keys       = jsonencode(keys({ a = aws_s3_bucket.a.arn }))
  values     = jsonencode(values({ a = aws_s3_bucket.a.arn }))
  zipmap     = jsonencode(zipmap(["a"], [aws_s3_bucket.a.arn]))
  reverse    = jsonencode(reverse([aws_s3_bucket.a.arn, "b"]))
  slice      = jsonencode(slice([aws_s3_bucket.a.arn, "b", "c"], 0, 2))
  element    = element([aws_s3_bucket.a.arn, "b"], 2)
  one        = one([aws_s3_bucket.a.arn])
  coalesce   = coalesce(null, "", aws_s3_bucket.a.arn, "b")
  compact    = jsonencode(compact(["", aws_s3_bucket.a.arn, "b"]))
  distinct   = jsonencode(distinct([aws_s3_bucket.a.arn, aws_s3_bucket.a.arn, "b"]))
  sort       = jsonencode(sort([aws_s3_bucket.a.arn, "b"]))
  union      = jsonencode(setunion([aws_s3_bucket.a.arn], ["b"]))
  toset      = jsonencode(toset([aws_s3_bucket.a.arn, "b"]))
  tolist     = jsonencode(tolist([aws_s3_bucket.a.arn, "b"]))
  lookup     = lookup({ a = aws_s3_bucket.a.arn }, "a", "none")
  try        = try(aws_s3_bucket.a.arn, "b")
  try_absent = try(local.nothing, aws_s3_bucket.a.arn)
  can        = can(aws_s3_bucket.a.arn)
  contains   = contains([aws_s3_bucket.a.arn, "b"], "b")
  containing = contains([aws_s3_bucket.a.arn, "b"], "c")
  length     = length([aws_s3_bucket.a.arn, "b"])
  alltrue    = alltrue([false, foreign_thing.f.x])
  starts     = startswith("arn:${aws_s3_bucket.a.id}", "arn:")
  ends       = endswith("arn:${aws_s3_bucket.a.id}", "/*")
  nested     = jsondecode(jsonencode({ a = [foreign_thing.f.x] })).a[0]
}

resource "test" "derive" {
  lower   = lower(aws_s3_bucket.a.id)
  replace = replace(aws_eks_cluster.c.identity[0].oidc[0].issuer, "https://", "")
  regexp  = replace(aws_eks_cluster.c.identity[0].oidc[0].issuer, "/.*id/", "")
  star    = replace(aws_s3_bucket.a.arn, "x", "*")
  wild    = upper(foreign_thing.f.x)
  sha     = sha256("${aws_s3_bucket.a.arn}/a")
}

resource "test" "look" {
  split    = split(":", aws_s3_bucket.a.arn)[4]
  element  = element(split("/", aws_s3_bucket.a.arn), 1)
  substr   = substr(aws_s3_bucket.a.arn, 0, 3)
  regex    = regex("[a-z]+", aws_s3_bucket.a.arn)
  length   = length(aws_s3_bucket.a.arn)
  sets     = length(toset([aws_s3_bucket.a.arn, "b"]))
  sorted   = sort([aws_s3_bucket.a.arn, "b"])[0]
  first    = tolist(toset([aws_s3_bucket.a.arn, "b"]))[0]
  parseint = parseint(foreign_thing.f.x, 10)
  title    = tonumber(foreign_thing.f.x)
  unknown  = provider::other::f(1)
  parse    = provider::aws::arn_parse(aws_s3_bucket.a.arn).account_id
  build    = provider::aws::arn_build("aws", "s3", "", "", aws_s3_bucket.a.id)
  try_part = try(foreign_thing.f.list[0], "none")
  subtract = jsonencode(setsubtract(["a", "b"], [aws_s3_bucket.a.arn]))
}

resource "test" "invented" {
  time  = timestamp()
  twice = "${uuid()} ${uuid()}"
  crypt = bcrypt("x")
  plan  = plantimestamp()
}
