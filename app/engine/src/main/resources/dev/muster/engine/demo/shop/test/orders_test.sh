test_an_order_costs_what_its_pieces_cost() {
  expect "two mugs" 25.00 "$(order_place anna mug 2)"
}

test_ten_pieces_are_cheaper() {
  expect "ten tins" 60.80 "$(order_place anna tin 10)"
}

test_an_order_takes_from_the_stock() {
  order_place anna tea 3 >"$SHOP_VAR/out"
  expect "tea left" 77 "$(stock_of tea)"
}

test_an_order_holds_at_most_twenty_pieces() {
  order_place anna tea 21 >"$SHOP_VAR/out" 2>&1 && expect "the order" refused placed
  expect "the reason" "One order holds 1 to 20 pieces." "$(cat "$SHOP_VAR/out")"
}

test_an_unknown_product_is_refused() {
  order_place anna unicorn 1 2>"$SHOP_VAR/out" && expect "the order" refused placed
  expect "the reason" "There is no product unicorn." "$(cat "$SHOP_VAR/out")"
}
