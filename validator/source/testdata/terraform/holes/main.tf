# What is not known until apply, and what comes out. Outputs are texts, so that a hole stands where a value will.

resource "terraform_data" "one" {}

resource "terraform_data" "many" {
  count = 2
}

resource "terraform_data" "each" {
  for_each = toset(["a", "b"])
}

resource "terraform_data" "list" {
  input = [terraform_data.one.id, "known"]
}

resource "terraform_data" "text" {
  input = "prefix-${terraform_data.one.id}"
}

# Read at apply, since it depends on a change: nothing of it is known before.
data "terraform_remote_state" "later" {
  backend = "local"
  config = {
    path = "later.json"
  }
  depends_on = [terraform_data.one]
}

module "in" {
  source   = "./in"
  for_each = terraform_data.each
  id       = each.value.id
  ids      = [for k, v in terraform_data.each : v.id if k != each.key]
  extra    = data.terraform_remote_state.later.outputs.text
}

locals {
  later = data.terraform_remote_state.later.outputs
  one   = terraform_data.one.id
}

output "o" {
  value = {
    alone        = local.one
    text         = "arn:${local.one}/*"
    nested       = "a${"b${local.one}c"}d"
    number       = "${local.later.number}/x"
    whole        = local.later.text
    json         = jsonencode({ a = [local.one, "x"], b = { c = local.later.list, d = local.later.object }, (local.one) = 1, n = local.later.number })
    join         = join(",", [local.one, "b", local.later.text])
    join_splat   = join(",", terraform_data.many[*].id)
    join_later   = join(",", local.later.list)
    format       = format("%s-%s-%d", local.one, "b", 3)
    formatlist   = jsonencode(formatlist("x-%s", terraform_data.many[*].id))
    concat       = jsonencode(concat([local.one], ["x"], local.later.list))
    flatten      = jsonencode(flatten([[local.one], local.later.list, ["x", [local.later.text]]]))
    merge        = jsonencode(merge({ a = local.one, b = 1 }, { b = local.later.text }))
    merge_later  = jsonencode(merge({ a = 1 }, local.later.object))
    for_list     = jsonencode([for x in terraform_data.each : "${x.id}!"])
    for_map      = jsonencode({ for k, x in terraform_data.each : k => x.id })
    for_if       = jsonencode([for x in local.later.list : x if x != "p"])
    keys         = jsonencode({ for x in terraform_data.many : x.id => "v" })
    values       = jsonencode(values({ for k, x in terraform_data.each : k => x.id }))
    compact      = jsonencode(compact([local.one, "", local.later.empty]))
    distinct     = jsonencode(distinct([local.one, local.one, local.later.text, "x"]))
    toset        = jsonencode(toset([local.one, local.later.text, "x"]))
    sort         = jsonencode(sort([local.one, "x", "a"]))
    setunion     = jsonencode(setunion([local.one], ["x"], local.later.list))
    reverse      = jsonencode(reverse([local.one, "x"]))
    slice        = jsonencode(slice([local.one, "x", "y"], 0, 2))
    element      = element([local.one, "x"], 0)
    coalesce     = coalesce(local.later.empty, local.one)
    coalesce_id  = coalesce(local.one, "x")
    lookup       = lookup({ a = local.one }, "a", "none")
    lookup_later = lookup(local.later.object, "k", "none")
    zipmap       = jsonencode(zipmap(["a", "b"], [local.one, local.later.text]))
    eq           = local.one == "x" ? "same" : "different"
    eq_later     = local.later.text == "hello" ? "same" : "different"
    eq_null      = local.one != null ? "there" : "null"
    eq_null2     = local.later.nothing == null ? "null" : "there"
    eq_empty     = local.one == "" ? "empty" : "there"
    eq_prefix    = "x-${local.one}" == "y" ? "same" : "different"
    eq_self      = local.one == terraform_data.one.id ? "same" : "different"
    and          = local.later.flag && false ? "yes" : "no"
    or           = local.later.flag || local.later.number == 7 ? "yes" : "no"
    index        = ["a", "b", "c"][local.later.index]
    key          = { hello = "found", x = "no" }[local.later.text]
    lower        = lower("ABC${local.one}")
    upper        = upper(local.one)
    replace      = replace(local.one, "-", "_")
    sha          = sha256(local.one)
    base64       = base64encode("x${local.one}")
    split        = split("-", local.one)[0]
    substr       = substr(local.one, 0, 8)
    length       = length(local.one)
    len_list     = length(local.later.list)
    len_fixed    = length([local.one, local.later.text])
    len_set      = length(toset([local.one, local.one]))
    regex        = regex("^[0-9a-f]+", local.one)
    starts       = startswith("arn:${local.one}", "arn:") ? "yes" : "no"
    starts_open  = startswith(local.one, "a") ? "yes" : "no"
    contains     = contains([local.one, "x"], "x") ? "yes" : "no"
    contains2    = contains(["x", local.later.text], "hello") ? "yes" : "no"
    try_id       = try(local.one, "none")
    try_later    = try(local.later.list[9], "none")
    try_attr     = try(local.later.object.nothing, "none")
    can          = can(local.later.list[9]) ? "yes" : "no"
    tuple        = jsonencode(terraform_data.list.output)
    data_text    = "<${terraform_data.text.output}>"
    module       = module.in["a"].text
    module_ids   = jsonencode(module.in["b"].ids)
    modules      = jsonencode([for k, m in module.in : m.text])
    module_doc   = module.in["a"].document
    splat        = jsonencode(terraform_data.each["a"][*].id)
    if_template  = "%{if local.later.flag}yes%{else}no%{endif}!"
    for_template = "%{for x in local.later.list}${x};%{endfor}"
    for_known    = "%{for x in terraform_data.many}${x.id};%{endfor}"
    tostring     = tostring(local.later.number)
    tonumber     = tonumber(local.later.digits) + 1
    jsondecode   = jsondecode(jsonencode({ a = local.one, b = local.later.text })).a
    jsondecode2  = jsondecode("{\"a\": \"${local.one}\"}").a
    decode_later = jsondecode(local.later.json).k
    yaml         = yamldecode("a: ${local.one}").a
    sum          = local.later.number + 1
    negative     = -local.later.number
    not          = !local.later.flag
    time         = formatdate("YYYY", timestamp())
    uuid         = uuid()
    twice        = "${sha256(local.one)}${sha256(local.one)}" == "" ? "empty" : "there"
    cond_list    = jsonencode(local.later.flag ? ["a"] : ["b", "c"])
    cond_same    = local.later.flag ? "same" : "same"
    cond_known   = true ? local.one : local.later.text
    template     = templatefile("t.tftpl", { id = local.one, list = terraform_data.many[*].id, later = local.later.text })
    fill         = replace(replace("{{a}}/x/{{b}}", "{{a}}", local.one), "{{b}}", terraform_data.many[0].id)
    fill_regexp  = replace("(a)(a)", "/\\(a\\)/", local.one)
    fill_later   = replace("a-a", "a", local.later.text)
    fill_beyond  = replace("${local.one}/a", "a", "b")
    trim         = trimspace("  ${local.one}\n")
    trim_later   = trimspace("  ${local.later.text}\n")
    prefix       = trimprefix("arn:${local.one}", "arn:")
    prefix_part  = trimprefix("a${local.one}", "arn")
    suffix       = trimsuffix("${local.one}/*", "/*")
    suffix_not   = trimsuffix("${local.one}/*", "/x")
    indent       = indent(2, "a\n${local.one}\nb")
    indent_later = indent(2, "a\n${local.later.text}\nb")
    split_lead   = split(":", "arn:aws:s3:::${local.later.text}")[2]
    split_tail   = split(":", "arn:aws:s3:::${local.later.text}")[5]
    element_lead = element(split("/", "a/b/${local.one}"), 1)
    fixed_star   = "${local.one}/x" == "a/*" ? "same" : "different"
    later_star   = local.later.text == "*" ? "same" : "different"
    chomp        = chomp("${local.one}\n")
    title        = title("x ${local.one}")
    nested_json  = jsonencode({ text = jsonencode({ a = local.one, b = local.later.text }) })
    json_in_text = "{\"a\": ${jsonencode(local.later.list)}, \"b\": \"${local.one}\"}"
    alltrue      = alltrue([true, local.later.flag]) ? "yes" : "no"
  }
}
