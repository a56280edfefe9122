check "acme-any" {
  resources = ["aws_s3_bucket", "aws_ssm_parameter"]
  condition = startswith(try(resource.bucket, resource.name), "/acme/") && length(tags(resource)) > 0
  message   = "${resource.type} ${try(resource.bucket, resource.name)} of ${resource.arn} has ${length(coalesce(resource.tags, {}))} tags"
}

check "acme-parameter" {
  resources = ["aws_ssm_parameter"]
  condition = length(resource.value) > 100
  message   = "the value is ${resource.value}"
}
