# slug NAME: "Tea pot, blue" becomes tea-pot-blue
slug() {
  echo "$1" | tr '[:upper:]' '[:lower:]' | tr ' ' '-'
}
