#!/bin/sh
# Runs the tests of the modules named, or all. Every function test_* in test/MODULE_test.sh is a test.
# usage: sh test/run.sh [--repeat ROUNDS] [--pause SECONDS] [MODULE...]
cd "$(dirname "$0")/.." || exit 1
rounds=1
pause=0
while :; do
  case ${1:-} in
    --repeat) rounds=$2 ;;
    --pause) pause=$2 ;;
    *) break ;;
  esac
  shift 2
done
if [ $# -eq 0 ]; then
  set -- test/*_test.sh
else
  for module in "$@"; do
    shift
    set -- "$@" "test/${module}_test.sh"
  done
fi

# expect WHAT WANTED GOT
expect() {
  if [ "$2" != "$3" ]; then
    echo "    $1: expected '$2', got '$3'"
    exit 1
  fi
}

# Every test has a copy of the data for itself.
run_one() (
  SHOP_DATA=$box/data
  SHOP_VAR=$box/var
  rm -rf "$box"
  mkdir -p "$box/var"
  cp -R data "$box/data"
  for part in src/*.sh; do . "./$part"; done
  . "./$1"
  "$2"
)

run_all() {
  passed=0
  failed=0
  for file in "$@"; do
    [ "$rounds" -gt 1 ] || echo "$(basename "$file" _test.sh)"
    for name in $(sed -n 's/^\(test_[a-z0-9_]*\)().*/\1/p' "$file"); do
      if said=$(run_one "$file" "$name" 2>&1); then
        passed=$((passed + 1))
        [ "$rounds" -gt 1 ] || echo "  ok    ${name#test_}"
      else
        failed=$((failed + 1))
        echo "  FAIL  ${name#test_}"
        echo "$said"
      fi
    done
  done
}

box=$PWD/var/test.$$
trap 'rm -rf "$box"' EXIT
trap 'exit 130' INT TERM
round=1
bad=0
while [ "$round" -le "$rounds" ]; do
  run_all "$@"
  [ "$failed" -eq 0 ] || bad=1
  if [ "$rounds" -gt 1 ]; then
    echo "round $round of $rounds: $passed passed, $failed failed"
  else
    echo "$passed passed, $failed failed"
  fi
  round=$((round + 1))
  [ "$round" -gt "$rounds" ] || sleep "$pause"
done
exit "$bad"
