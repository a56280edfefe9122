# A list that the plan knows in part: the configuration tells the rest.
resource "aws_s3_bucket" "b" {}
resource "foreign_thing" "f" {
  arns  = ["arn:aws:s3:::a", aws_s3_bucket.b.arn]
  block {
    arn = aws_s3_bucket.b.arn
  }
}

resource "foreign_thing" "bare" {}

resource "test" "t" {
  all   = jsonencode(foreign_thing.f.arns)
  block = foreign_thing.f.block[0].arn
  bare  = jsonencode(foreign_thing.bare.list)
  deep  = foreign_thing.bare.nested[0].map["k.l"].x
}
