# Work without end is given up.
locals {
  a0 = ["x", "x", "x", "x", "x", "x", "x", "x"]
  a1 = [local.a0, local.a0, local.a0, local.a0, local.a0, local.a0, local.a0, local.a0]
  a2 = [local.a1, local.a1, local.a1, local.a1, local.a1, local.a1, local.a1, local.a1]
  a3 = [local.a2, local.a2, local.a2, local.a2, local.a2, local.a2, local.a2, local.a2]
  a4 = [local.a3, local.a3, local.a3, local.a3, local.a3, local.a3, local.a3, local.a3]
  a5 = [local.a4, local.a4, local.a4, local.a4, local.a4, local.a4, local.a4, local.a4]
  a6 = [local.a5, local.a5, local.a5, local.a5, local.a5, local.a5, local.a5, local.a5]
  a7 = [local.a6, local.a6, local.a6, local.a6, local.a6, local.a6, local.a6, local.a6]
  a8 = [local.a7, local.a7, local.a7, local.a7, local.a7, local.a7, local.a7, local.a7]
  a9 = [local.a8, local.a8, local.a8, local.a8, local.a8, local.a8, local.a8, local.a8]
  s1 = join("", [for i in range(1000) : "0123456789012345678901234567890123456789"])
  s2 = join("", [for i in range(1000) : local.s1])
  many = [for i in range(1000) : [for j in range(1000) : [for k in range(1000) : k]]]
}

resource "test" "t" {
  list    = jsonencode(local.a9)
  text    = local.s2
  loops   = jsonencode(local.many)
  width   = format("%999999999d", 1)
  product = jsonencode(setproduct(range(1000), range(1000), range(1000)))
  number  = 1e999999999
  power   = jsonencode(pow(10, 100000))
  fine    = "fine"
}
