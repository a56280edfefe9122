# Terraform does not read main.tofu.
resource "test" "t" {
  value = "terraform"
}
