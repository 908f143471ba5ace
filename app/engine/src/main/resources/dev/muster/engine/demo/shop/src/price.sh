# Prices are whole cents. Percentages are rounded to the nearest cent.

# price_gross CENTS TAX: the price with the tax on top.
price_gross() {
  echo $((($1 * (100 + $2) + 50) / 100))
}

# price_discount CENTS PERCENT: the price after a discount.
price_discount() {
  echo $(($1 * (100 - $2) / 100))
}

# price_format CENTS: 1250 becomes 12.50
price_format() {
  printf '%d.%02d\n' $(($1 / 100)) $(($1 % 100))
}
