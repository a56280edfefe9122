# for_each and count over what is not known: the plan tells the instances, or nothing does.
resource "foreign_thing" "f" {}

resource "test" "told" {
  for_each = foreign_thing.f.map
  key      = each.key
  value    = each.value.arn
}

resource "test" "counted" {
  count = foreign_thing.f.n
  value = "i${count.index}"
}

resource "test" "untold" {
  for_each = foreign_thing.f.map
  key      = each.key
}

resource "test" "refer" {
  told   = test.told["a"].id
  all    = jsonencode(values(test.told)[*].id)
  untold = jsonencode(values(test.untold)[*].id)
  key    = test.told[foreign_thing.f.key].id
}
