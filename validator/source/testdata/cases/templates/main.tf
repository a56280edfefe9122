# Directives of templates, trimming, and templates in templates.
resource "aws_s3_bucket" "b" {}
resource "foreign_thing" "f" {}

locals {
  on = true
}

resource "test" "t" {
  yes       = "%{if local.on}yes%{else}no%{endif}"
  if_only   = "a%{if !local.on}b%{endif}c"
  trim      = "x %{~if local.on~} y %{~endif~} z"
  loop      = "%{for k, v in { a = 1, b = aws_s3_bucket.b.arn }}${k}=${v} %{endfor}"
  for_open  = "%{for v in foreign_thing.f.list}${v}%{endfor}"
  if_open   = "a%{if foreign_thing.f.on}b%{endif}c"
  nested    = "${"${"${aws_s3_bucket.b.arn}"}"}"
  inner     = templatefile("outer.tftpl", { arn = aws_s3_bucket.b.arn })
  functions = templatestring(local.text, { list = ["b", "a"] })
}

locals {
  text = "$${join(\",\", sort(list))}"
}
