# Splats of lists, single values, null, resources and what is not known.
resource "aws_s3_bucket" "one" {}
resource "aws_s3_bucket" "many" {
  count = 2
}
resource "foreign_thing" "f" {}

locals {
  people = [{ name = "a", tags = ["x"] }, { name = "b", tags = [] }]
}

resource "test" "t" {
  names   = jsonencode(local.people[*].name)
  tags    = jsonencode(local.people[*].tags)
  nested  = jsonencode(flatten(local.people[*].tags[*]))
  single  = jsonencode(aws_s3_bucket.one[*].arn)
  many    = jsonencode(aws_s3_bucket.many[*].arn)
  null    = jsonencode(null[*])
  object  = jsonencode(local.people[0][*].name)
  open    = jsonencode(foreign_thing.f.list[*].arn)
  in_list = join(",", concat(aws_s3_bucket.many[*].arn, ["z"]))
  fixed   = jsonencode([for b in aws_s3_bucket.many[*] : b.bucket])
}
