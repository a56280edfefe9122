# Policy documents where no resource makes them policies of AWS: parameters, objects, steps of an automation, data that a program gets; stacks that macros or nested
# templates fill; and policies of AWS IoT. Expect policy-undetermined about each of "stray", the stacks of "filled" and the two others, and nothing about "plain".
# The data access rules of OpenSearch Serverless are judged: expect resource-external-undeclared about them.

locals {
  names = ["parameter", "object", "automation", "data"]
  stray = { for name in local.names : name => jsonencode({ Version = "2012-10-17", Statement = [{ Sid = name, Effect = "Allow", Action = "*", Resource = "*" }] }) }
}

resource "aws_ssm_parameter" "stray" {
  name  = "stray"
  type  = "String"
  value = local.stray["parameter"]
}

resource "aws_s3_object" "stray" {
  bucket  = "programs"
  key     = "policy.json"
  content = local.stray["object"]
}

resource "aws_ssm_document" "stray" {
  name          = "stray"
  document_type = "Automation"
  content = jsonencode({
    schemaVersion = "0.3"
    mainSteps = [{
      name   = "widen"
      action = "aws:executeAwsApi"
      inputs = { Service = "iam", Api = "PutRolePolicy", RoleName = "reader", PolicyName = "widen", PolicyDocument = local.stray["automation"] }
    }]
  })
}

resource "terraform_data" "stray" {
  input = { arguments = ["put-role-policy", local.stray["data"]] }
}

resource "aws_iot_policy" "stray" {
  name   = "stray"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iot:*", Resource = "*" }] })
}

resource "aws_cloudformation_stack" "filled" {
  for_each = {
    transform = {
      capabilities = ["CAPABILITY_AUTO_EXPAND"]
      resources    = { Function = { Type = "AWS::Serverless::Function", Properties = { Runtime = "python3.13", Handler = "a.b", InlineCode = "" } } }
    }
    nested = {
      capabilities = ["CAPABILITY_NAMED_IAM"]
      resources    = { Inner = { Type = "AWS::CloudFormation::Stack", Properties = { TemplateURL = "https://s3.amazonaws.com/templates/inner.yaml" } } }
    }
    permission = {
      capabilities = []
      resources    = { Permission = { Type = "AWS::Lambda::Permission", Properties = { FunctionName = "f", Action = "lambda:InvokeFunction", Principal = "*" } } }
    }
    files = {
      capabilities = []
      resources    = { Files = { Type = "AWS::EFS::FileSystem", Properties = { FileSystemPolicy = { Statement = [{ Effect = "Allow", Principal = "*", Action = "*" }] } } } }
    }
  }
  name          = each.key
  capabilities  = each.value.capabilities
  template_body = jsonencode({ Resources = each.value.resources })
}

resource "aws_cloudformation_stack" "macro" {
  name          = "macro"
  template_body = <<-EOT
    Transform: Widen
    Resources:
      Topic:
        Type: AWS::SNS::Topic
  EOT
}

resource "aws_opensearchserverless_access_policy" "judged" {
  name = "judged"
  type = "data"
  policy = jsonencode([{
    Rules     = [{ ResourceType = "index", Resource = ["index/*/*"], Permission = ["aoss:*"] }]
    Principal = ["arn:aws:iam::999999999999:root", "arn:aws:iam::123456789012:role/search"]
  }])
}

# A copy of a policy that is judged where it takes effect.
resource "aws_iam_policy" "plain" {
  name   = "plain"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::programs/latest" }] })
}

resource "terraform_data" "plain" {
  triggers_replace = [aws_iam_policy.plain.policy]
}

resource "aws_s3_object" "plain" {
  bucket  = "programs"
  key     = "bank.json"
  content = jsonencode({ Statement = [{ Balance = "12.50", Effect = "credit" }] })
}

resource "aws_cloudformation_stack" "plain" {
  name          = "plain"
  template_body = jsonencode({ Resources = { Topic = { Type = "AWS::SNS::Topic", DeletionPolicy = "Retain", UpdateReplacePolicy = "Retain" } } })
}
