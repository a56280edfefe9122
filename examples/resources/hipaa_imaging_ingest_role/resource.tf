resource "hipaa_imaging_ingest_role" "example" {
  name                 = "imaging-ingest"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Import of medical images"

  regions            = ["us-east-1"]
  imaging_datastores = ["arn:aws:medical-imaging:us-east-1:123456789012:datastore/3d4e5f"]
  input              = { arn = "arn:aws:s3:::hospital-dicom-in", prefix = "ct/" }
  output             = { arn = "arn:aws:s3:::hospital-dicom-out", prefix = "" }
  keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  import_roles       = ["arn:aws:iam::123456789012:role/imaging-import"]

  trust {
    service {
      services        = ["medical-imaging.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}
