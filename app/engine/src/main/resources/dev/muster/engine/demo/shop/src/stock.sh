# The stock is a file with one line per product: sku|pieces

stock_file() {
  echo "${SHOP_DATA:-data}/stock.txt"
}

# stock_of SKU: how many there are; 0 for what nobody knows.
stock_of() {
  awk -F'|' -v sku="$1" '$1 == sku { n = $2 } END { print n + 0 }' "$(stock_file)"
}

# stock_set SKU PIECES
stock_set() {
  awk -F'|' -v OFS='|' -v sku="$1" -v n="$2" '$1 == sku { $2 = n } { print }' \
    "$(stock_file)" >"$(stock_file).new"
  mv "$(stock_file).new" "$(stock_file)"
}

# stock_take SKU PIECES: takes them off the shelf.
stock_take() {
  left=$(($(stock_of "$1") - $2))
  stock_set "$1" "$left"
}
