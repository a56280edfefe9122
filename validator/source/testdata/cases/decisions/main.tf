# What depends on a hole is decided only where the rest decides it.
resource "aws_s3_bucket" "a" {}
resource "foreign_thing" "f" {}

resource "test" "t" {
  null_fixed     = aws_s3_bucket.a.arn == null ? "null" : "there"
  not_null_fixed = aws_s3_bucket.a.arn != null && aws_s3_bucket.a.arn != "" ? "there" : "null"
  null_wild      = foreign_thing.f.x == null ? "null" : "there"
  itself         = aws_s3_bucket.a.arn == aws_s3_bucket.a.arn ? "same" : "different"
  literal        = aws_s3_bucket.a.arn == "x" ? "same" : "different"
  prefix         = "arn:aws:s3:::${foreign_thing.f.x}" == "*" ? "same" : "different"
  suffix         = "${foreign_thing.f.x}/*" == "a" ? "same" : "different"
  both_alike     = foreign_thing.f.x ? "same" : "same"
  and_false      = foreign_thing.f.x == "1" && false ? "yes" : "no"
  or_true        = true || foreign_thing.f.x == "1" ? "yes" : "no"
  and_open       = foreign_thing.f.x == "1" && true ? "yes" : "no"
  not            = !foreign_thing.f.x ? "yes" : "no"
  less           = foreign_thing.f.x < 3 ? "yes" : "no"
  sum            = foreign_thing.f.x + 3
  index          = ["a", "b"][foreign_thing.f.x]
  key            = { a = 1 }[aws_s3_bucket.a.id]
  own_key        = { (aws_s3_bucket.a.arn) = "found" }[aws_s3_bucket.a.arn]
  wild_keys      = { (foreign_thing.f.x) = "one", b = "two" }["b"]
  lookup         = lookup({ a = 1 }, foreign_thing.f.x, "none")
  chosen         = true ? aws_s3_bucket.a.arn : foreign_thing.f.x
  partial        = "${foreign_thing.f.x == "a" ? "x" : "y"}/z"
}
