test_gross_adds_the_tax() {
  expect "19 % on 12.50" 1488 "$(price_gross 1250 19)"
}

test_a_price_has_two_decimals() {
  expect "five cents" 0.05 "$(price_format 5)"
  expect "a mug" 12.50 "$(price_format 1250)"
}

test_a_discount_makes_it_cheaper() {
  expect "10 % off 12.50" 1125 "$(price_discount 1250 10)"
}
