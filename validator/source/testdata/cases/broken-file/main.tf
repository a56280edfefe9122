# One file does not parse: what lies in it is missing, and nothing is taken for absent.
resource "test" "t" {
  fine    = "fine"
  missing = local.elsewhere
}
