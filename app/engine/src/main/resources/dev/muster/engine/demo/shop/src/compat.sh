# Old names. Use those in price.sh and orders.sh.

format_price() {
  price_format "$1"
}

total() {
  order_total "$1" "$2"
}
