# A template that reads itself.
resource "test" "t" {
  loop = templatefile("loop.tftpl", {})
}
