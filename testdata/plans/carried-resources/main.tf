# Policies inside a CloudFormation template and inside an OpenAPI document are not read. Expect policy-undetermined about aws_cloudformation_stack.roles and
# aws_api_gateway_rest_api.open, and nothing about the stack without policies and the API without a policy of its own.

resource "aws_cloudformation_stack" "roles" {
  name         = "roles"
  capabilities = ["CAPABILITY_IAM"]

  template_body = jsonencode({
    Resources = {
      Reader = {
        Type = "AWS::IAM::Role"
        Properties = {
          AssumeRolePolicyDocument = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }] }
        }
      }
    }
  })
}

resource "aws_cloudformation_stack" "topic" {
  name          = "topic"
  template_body = jsonencode({ Resources = { Topic = { Type = "AWS::SNS::Topic" } } })
}

resource "aws_api_gateway_rest_api" "open" {
  name = "open"

  body = jsonencode({
    openapi                      = "3.0.1"
    info                         = { title = "open", version = "1" }
    paths                        = {}
    "x-amazon-apigateway-policy" = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "execute-api:Invoke", Principal = "*", Resource = "*" }] }
  })
}

resource "aws_api_gateway_rest_api" "plain" {
  name = "plain"
  body = jsonencode({ openapi = "3.0.1", info = { title = "plain", version = "1" }, paths = {} })
}
