# Two modules with resources of the same names, keys with dots and quotes, a module in a module.
# Expect pass-role-wildcard at each of the four roles, at its own address, file and line.

module "team" {
  source   = "./team"
  for_each = toset(["imaging.eu", "imaging/us"])
  name     = replace(each.key, "/[^a-z]/", "-")
}

module "other" {
  source = "./team"
  name   = "other"
}

module "nested" {
  source = "./nested"
}
