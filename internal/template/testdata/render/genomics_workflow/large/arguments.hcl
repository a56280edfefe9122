regions          = [for i in range(3) : "us-east-${i}"]
places           = [for i in range(3) : { region = "us-east-${i}", account_id = "123456789012" }]
inputs           = [for i in range(7) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
outputs          = [for i in range(7) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
repositories     = [for i in range(6) : format("arn:aws:ecr:us-east-1:123456789012:repository/a-tool-with-a-name-%02d", i)]
sequence_stores  = [for i in range(4) : format("arn:aws:omics:us-east-1:123456789012:sequenceStore/12345678%02d", i)]
reference_stores = [for i in range(4) : format("arn:aws:omics:us-east-1:123456789012:referenceStore/12345678%02d", i)]
keys             = [for i in range(6) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
trust {
  service {
    services        = ["omics.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
