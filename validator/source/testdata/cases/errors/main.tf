# What Terraform would refuse is told with its place, and does not hide the rest.
locals {
  broken = parseint("abc", 10)
}

resource "test" "t" {
  function  = local.broken
  reference = local.nothing
  resource  = aws_s3_bucket.nothing.arn
  variable  = var.nothing
  module    = module.nothing.x
  index     = ["a"][3]
  attribute = { a = 1 }.b
  null      = "x${null}"
  list      = "x${[1]}"
  condition = null ? 1 : 2
  types     = true ? 1 : [1]
  operator  = "a" + 1
  loop      = jsonencode([for x in "abc" : x])
  loop_null = jsonencode([for x in null : x])
  twice     = jsonencode({ for x in ["a", "a"] : x => 1 })
  splat     = jsonencode(null[*])
  no_func   = nothing(1)
  own_key   = each.key
  own_index = count.index
  path      = path.nothing
  arguments = upper()
  expand    = max("x"...)
  expanded  = max([1, 3, 2]...)
  object    = jsonencode({ (null) = 1 })
  try_none  = try(local.nothing, local.nothing2)
  private   = "󰀁"
  escape    = jsondecode("\"\\udb80\\udc01\"")
  fine      = "fine"
}
