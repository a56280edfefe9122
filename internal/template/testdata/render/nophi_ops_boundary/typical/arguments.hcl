pass_roles = ["arn:aws:iam::123456789012:role/*"]
