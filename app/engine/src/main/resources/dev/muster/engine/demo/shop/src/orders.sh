# Orders are lines in var/orders.txt: time|customer|sku|pieces|cents

LIMIT_PIECES=20

orders_file() {
  mkdir -p "${SHOP_VAR:-var}"
  echo "${SHOP_VAR:-var}/orders.txt"
}

# limit_ok PIECES: whether one order may hold so many.
limit_ok() {
  [ "$1" -ge 1 ] && [ "$1" -le "$LIMIT_PIECES" ]
}

# order_total CENTS PIECES: ten pieces and more are 5 % cheaper.
order_total() {
  if [ "$2" -ge 10 ]; then
    price_discount $(($1 * $2)) 5
  else
    echo $(($1 * $2))
  fi
}

# order_place CUSTOMER SKU PIECES: prints what it costs; 1 and a reason when it cannot be.
order_place() {
  cents=$(awk -F'|' -v sku="$2" '$1 == sku { print $3 }' "${SHOP_DATA:-data}/products.txt")
  if [ -z "$cents" ]; then
    echo "There is no product $2." >&2
    return 1
  fi
  if ! limit_ok "$3"; then
    echo "One order holds 1 to $LIMIT_PIECES pieces." >&2
    return 1
  fi
  stock_take "$2" "$3"
  total=$(order_total "$cents" "$3")
  echo "$(date +%s)|$1|$2|$3|$total" >>"$(orders_file)"
  price_format "$total"
}
