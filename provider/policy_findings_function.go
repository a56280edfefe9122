package provider
import "github.com/hashicorp/terraform-plugin-framework/function"
func newPolicyFindingsFunction() function.Function { return nil }
