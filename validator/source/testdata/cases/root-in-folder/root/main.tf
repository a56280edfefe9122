# The root module lies in a folder of the repository: modules beside it are at hand, files above it are not.
module "shared" {
  source = "../shared"
}

resource "test" "t" {
  shared = module.shared.text
  file   = file("../shared/text.txt")
  above  = file("../../outside.txt")
  home   = file("~/x")
  etc    = file("/etc/passwd")
  exists = fileexists("${path.module}/no")
}
