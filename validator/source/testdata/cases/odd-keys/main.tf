# Keys with dots, quotes, brackets and templates in them, in addresses too.
locals {
  odd = { "a.b" = 1, "c\"d" = 2, "e]f" = 3, "g$${h}" = 4, "ü" = 5, "i\\j" = 6, "" = 7 }
}

resource "aws_s3_bucket" "b" {
  for_each = local.odd
}

resource "test" "t" {
  for_each = local.odd
  value    = "${each.key}=${each.value} ${aws_s3_bucket.b[each.key].arn}"
}

module "m" {
  source   = "./m"
  for_each = local.odd
  in       = each.key
}
