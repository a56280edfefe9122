module "team" {
  source = "../team"
  name   = "nested"
}
