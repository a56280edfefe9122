template "pathology" {
  version = "1.0.0
}
