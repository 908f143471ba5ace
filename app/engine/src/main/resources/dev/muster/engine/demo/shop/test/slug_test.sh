test_a_name_becomes_lower_case() {
  expect "a mug" enamel-mug "$(slug "Enamel mug")"
}
