resource "test" "t" {
  value = "terraform"
}
