phi {
