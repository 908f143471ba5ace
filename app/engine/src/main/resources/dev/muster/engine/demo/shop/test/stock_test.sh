test_stock_is_counted() {
  expect "mugs" 24 "$(stock_of mug)"
  expect "unknown things" 0 "$(stock_of unicorn)"
}

test_taking_leaves_the_rest() {
  stock_take mug 4
  expect "mugs left" 20 "$(stock_of mug)"
  expect "pots left" 5 "$(stock_of pot)"
}
