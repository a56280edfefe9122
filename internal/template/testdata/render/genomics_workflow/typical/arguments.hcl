regions          = ["us-east-1"]
places           = [{ region = "us-east-1", account_id = "123456789012" }]
inputs           = [{ arn = "arn:aws:s3:::genomes-in", prefix = "fastq/" }]
outputs          = [{ arn = "arn:aws:s3:::genomes-out", prefix = "" }]
repositories     = ["arn:aws:ecr:us-east-1:123456789012:repository/gatk"]
sequence_stores  = ["arn:aws:omics:us-east-1:123456789012:sequenceStore/1"]
reference_stores = ["arn:aws:omics:us-east-1:123456789012:referenceStore/1"]
keys             = ["arn:aws:kms:us-east-1:123456789012:key/1"]

trust {
  service {
    services        = ["omics.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
