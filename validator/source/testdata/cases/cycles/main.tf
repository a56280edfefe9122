# What refers to itself ends with an error.
locals {
  a = local.b
  b = local.a
  c = "${local.c}x"
}

module "m" {
  source = "./m"
  in     = module.m.out
}

resource "test" "t" {
  locals = local.a
  self   = local.c
  module = module.m.out
  tried  = try(local.a, "caught")
  fine   = "fine"
}

resource "test" "count" {
  count = length(test.count)
}
