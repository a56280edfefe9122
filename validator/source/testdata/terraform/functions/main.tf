# Every pure function and operator, as Terraform computes it. No provider is needed.

locals {
  s    = "Hello, Wörld"
  list = ["b", "a", "c", "a"]
  map  = { one = 1, two = "2", three = [3] }
  objects = [
    { name = "x", tags = { a = "1" }, n = 1 },
    { name = "y", tags = { a = "2" }, n = 2 },
  ]
  policy = {
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::<b>&*" }]
  }
}

variable "object" {
  type = object({
    name = string
    path = optional(string, "/")
    nested = optional(object({
      list = optional(list(string), ["d"])
      flag = optional(bool)
    }), {})
  })
  default = { name = 1 }
}

variable "objects" {
  type    = map(object({ a = optional(string, "da"), b = optional(number) }))
  default = { x = { b = "2" }, y = {} }
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b", 1]
}

variable "any_list" {
  type    = list(any)
  default = ["a", 1, true]
}

variable "tuple" {
  type    = tuple([string, number])
  default = [1, "2"]
}

output "results" {
  value = {
    # Numbers
    abs      = [abs(-12.4), abs(0)]
    ceil     = [ceil(5.1), ceil(-5.1)]
    floor    = [floor(5.9), floor(-5.1)]
    log      = [log(50, 10), log(16, 2)]
    max      = [max(5, 12, 9), max([1, 7, 3]...)]
    min      = [min(5, 12, 9)]
    parseint = [parseint("100", 10), parseint("FF", 16), parseint("-1011", 2)]
    pow      = [pow(3, 2), pow(4, 0)]
    signum   = [signum(-13), signum(0), signum(344)]
    sum      = [sum([10, 13, 6, 4.5]), sum(toset([1, "2"]))]

    # Texts
    chomp        = chomp("hello\r\n\n")
    format       = [format("Hello, %s! %d %t %v %q %5.2f %05d %x %% %[1]s", "A", 7, true, [1, "b"], "q\"", 3.14159, 42, 255), format("%#v", { a = [1] }), format("%-5s|%5s", "a", "b")]
    formatlist   = [formatlist("%s is %d", ["a", "b"], [1, 2]), formatlist("%s/*", local.list), formatlist("x%s", "y")]
    indent       = indent(2, "[\n  a,\n]\n")
    join         = [join(", ", ["a", "b"]), join("", []), join("-", ["a"], ["b", "c"]), join(",", toset(["b", "a"])), join(",", [1, true])]
    lower        = lower(local.s)
    upper        = upper(local.s)
    title        = title("hello world-wide web")
    regex        = [regex("[a-z]+", "53453453.345345aaabbbccc23454"), regex("(\\d\\d\\d\\d)-(\\d\\d)", "2019-02-01")]
    regex_named  = regex("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs")
    regexall     = [regexall("[a-z]+", "1234abcd5678efgh9"), length(regexall("x", "abc"))]
    replace      = [replace("1 + 2 + 3", "+", "-"), replace("hello world", "/w.*d/", "everybody"), replace("abc", "/(a)(b)/", "$2$1"), replace("a/b/c", "/", ":"), replace("aaa", "", "-")]
    split        = [split(",", "foo,bar,,baz"), split(",", ""), split("", "abc")]
    strrev       = strrev(local.s)
    substr       = [substr("hello world", 1, 4), substr("hello world", -5, -1), substr("🤔🤷", 0, 1)]
    trim         = [trim("?!hello?!", "!?"), trimprefix("helloworld", "hello"), trimsuffix("helloworld", "world"), trimspace("  hello\n\n")]
    startswith   = [startswith("hello", "he"), startswith("hello", "lo"), endswith("hello", "lo"), endswith("hello", ""), strcontains("hello", "ell")]
    strlen       = [length(local.s), length("🤔🤷"), length("")]
    template     = "%{for i, v in local.list}${i}:${v}%{if i < 2}, %{endif}%{endfor}"
    strip        = <<-EOT
      %{for v in local.list~}
      - ${v}
      %{endfor~}
      end
    EOT
    heredoc      = <<EOT
  as it is ${1 + 1}
EOT
    escapes      = "a\tb\n\"q\" $${x} %%{y} \u00e9 \\"
    templatestr  = templatestring(local.tmpl, { name = "x", list = [1, 2] })

    # Collections
    alltrue      = [alltrue([true, "true"]), alltrue([]), alltrue([true, false]), anytrue([false, "true"]), anytrue([])]
    chunklist    = chunklist(["a", "b", "c", "d", "e"], 2)
    coalesce     = [coalesce("a", "b"), coalesce("", "b"), coalesce(null, 1, 2), coalesce([null, "", "z"]...)]
    coalescelist = [coalescelist(["a"], ["c"]), coalescelist([], ["c", "d"])]
    compact      = compact(["a", "", "b", null, "c"])
    concat       = [concat(["a", ""], ["b", "c"]), concat([1], ["x"]), concat(tolist(["a"]), tolist([]))]
    contains     = [contains(local.list, "a"), contains(local.list, "d"), contains([1, 2], "1"), contains(toset(["a"]), "a")]
    distinct     = [distinct(local.list), distinct([1, "1", 1])]
    element      = [element(local.list, 1), element(local.list, 5), element(local.list, length(local.list) - 1)]
    flatten      = [flatten([["a", "b"], [], ["c"]]), flatten([[["a"], []], "b", [1]]), flatten([for o in local.objects : [for k, v in o.tags : { name = o.name, k = k, v = v }]])]
    index        = index(local.list, "c")
    keys         = [keys(local.map), keys({}), keys(tomap({ z = 1, a = 2 }))]
    length       = [length(local.list), length(local.map), length([]), length({ a = 1 })]
    lookup       = [lookup({ a = "ay", b = "bee" }, "a", "what?"), lookup({ a = "ay" }, "c", "what?"), lookup(local.map, "three", null), lookup(tomap({ a = 1 }), "b", "2")]
    matchkeys    = matchkeys(["i-123", "i-abc", "i-def"], ["us-west", "us-east", "us-east"], ["us-east"])
    merge        = [merge({ a = "b", c = "d" }, { e = "f", c = "z" }), merge({ a = [1] }, null, { a = {} }), merge(), merge([{ a = 1 }, { b = 2 }]...)]
    one          = [one([]), one(["x"]), one(toset(["y"]))]
    range        = [range(3), range(1, 4), range(1, 8, 2), range(4, 1)]
    reverse      = reverse([1, 2, 3])
    set_ops      = [setintersection(["a", "b"], ["b", "c"]), setproduct(["d", "t"], ["a", "b"]), setsubtract(["a", "b", "c"], ["a"]), setunion(["a"], ["b", "a"])]
    slice        = slice(["a", "b", "c", "d"], 1, 3)
    sort         = sort(["e", "d", "a", "x", "A"])
    transpose    = transpose({ "a" = ["1", "2"], "b" = ["2", "3"] })
    values       = [values(local.map), values({ b = 1, a = 2 })]
    zipmap       = zipmap(["a", "b"], [1, "x"])
    to           = [tostring(1), tostring(true), tonumber("1.50"), tobool("true"), tolist(["a", 1]), toset(["c", "b", "b"]), tomap({ a = 1, b = "x" }), tostring(null)]

    # Encoding
    base64      = [base64encode("Hello"), base64decode("SGVsbG8="), base64sha256("x"), base64sha512("x")]
    csv         = csvdecode("a,b\n1,2\n3,4\n")
    json        = [jsonencode(local.policy), jsondecode("{\"a\": [1, 2.5, \"x\", null, true], \"b\": {}}"), jsonencode(1.5), jsonencode("<>&é"), jsonencode(null), jsonencode(toset(["b", "a"]))]
    yaml        = [yamlencode({ a = [1, "b"], c = { d = true, e = "true" } }), yamldecode("a: 1\nb: [x, y]\nc: &x {k: v}\nd: *x\n")]
    url         = urlencode("Hello World+/?")
    textbase64  = length(base64gzip("hello")) > 10

    # Hashes
    hash = [md5("x"), sha1("x"), sha256("x"), sha512("x"), uuidv5("dns", "www.terraform.io"), uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.terraform.io")]

    # Networks
    cidr = [cidrhost("10.12.112.0/20", 16), cidrhost("10.12.112.0/20", 268), cidrhost("fd00:fd12:3456:7890:00a2::/72", 34), cidrhost("10.0.0.0/8", -2), cidrnetmask("172.16.0.0/12"), cidrsubnet("172.16.0.0/12", 4, 2), cidrsubnet("10.1.2.0/24", 4, 15), cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162), cidrsubnets("10.1.0.0/16", 4, 4, 8, 4), cidrsubnets("fd00:fd12:3456:7890::/56", 16, 16, 16, 32)]

    # Dates
    dates = [formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z"), timeadd("2017-11-22T00:00:00Z", "10m"), timecmp("2017-11-22T00:00:00Z", "2017-11-22T00:00:00+01:00")]

    # Paths
    paths = [basename("foo/bar/baz.txt"), dirname("foo/bar/baz.txt"), dirname("x"), path.module, path.root]
    files = [file("data.txt"), file("${path.module}/data.txt"), filebase64("data.txt"), filemd5("data.txt"), filesha1("data.txt"), filesha256("data.txt"), filesha512("data.txt"), filebase64sha256("data.txt"), filebase64sha512("data.txt"), fileexists("data.txt"), fileexists("no.txt")]
    sets  = [fileset(".", "*.txt"), fileset(path.module, "**/*.tftpl"), fileset(".", "{data,no}.txt"), fileset(".", "[d]ata.tx?"), fileset("templates", "**")]
    tmpl  = [templatefile("templates/a.tftpl", { names = ["x", "y"], on = true }), templatefile("templates/one.tftpl", { v = 7 })]

    # Try
    try = [try(local.map.one, "no"), try(local.map.none, "no"), try(local.list[9], [], "x"), can(local.map.none), can(local.map.one), try(tonumber("x"), 0), can(regex("^a", "b"))]

    # Operators
    operators   = [1 + 2 * 3, 7 / 2, 7 % 3, -5, 1 == 1, 1 == "1", "a" != "b", 2 > 1, 2 >= 2, true && false, true || false, !true, (1 + 2) * 3, null == null, [1] == [1], { a = 1 } == { a = 1 }, "a" == null]
    conditional = [true ? 1 : "x", false ? [] : ["a"], true ? { a = 1 } : {}, true ? null : "x", false ? "x" : null, length([]) > 0 ? [][0] : "none", true ? { a = 1, b = "x" } : { a = "y", b = 2 }, jsonencode(true ? { a = true } : { b = "x" }), jsonencode(true ? [1, "a"] : [])]
    index_ops   = [local.list[0], local.map["one"], local.map.two, local.objects[1].tags["a"], local.objects[*].name, local.objects.*.tags.a, [for o in local.objects : o.n if o.n > 1], local.map[*].one, "x"[*], null[*]]
    for_list    = [for v in local.list : upper(v)]
    for_index   = [for i, v in local.list : "${i}${v}" if v != "b"]
    for_map     = { for k, v in local.map : k => jsonencode(v) if k != "two" }
    for_group   = { for o in local.objects : "g" => o.name... }
    for_set     = [for v in toset(local.list) : v]
    for_set_key = { for k, v in toset(local.list) : k => v }
    for_map_k   = [for k, v in { b = 1, a = 2 } : "${k}=${v}"]
    nested_for  = flatten([for a in ["x", "y"] : [for b in [1, 2] : "${a}${b}"]])
    shadow      = [for local in [1, 2] : local]
    object_keys = { (local.s) = 1, "quoted key" = 2, plain = 3, "${local.list[0]}x" = 4 }
    trailing    = [1, 2, 3, ]

    # Variables
    variables = [var.object, var.objects, var.set, var.any_list, var.tuple]

    # Marks
    marks = [nonsensitive(sensitive("x")), issensitive(sensitive("x")), issensitive("x")]

    core = core::upper("x")
  }
}

locals {
  tmpl = "hello $${name} %%{for x in list}$${x};%%{endfor}"
}
