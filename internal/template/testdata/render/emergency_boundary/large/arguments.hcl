boundaries = ["arn:aws:iam::123456789012:policy/emergency"]
