final = ["boundary", "limits.password"]

boundary {
  required = true
}

limits {
  session  = "2h"
  password = { length = 16 }
}
