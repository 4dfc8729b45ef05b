#!/usr/bin/env bash
# Checks the specs that the action's inputs name, with the exit code of `nnshape check`.
set -uo pipefail
shopt -s globstar

specs=()
while IFS= read -r pattern; do
  IFS=
  # shellcheck disable=SC2206 # a pattern that matches no file is kept, and nnshape reports it
  test -z "$pattern" || specs+=($pattern)
done <<<"$NNSHAPE_SPECS"
IFS=' ' read -r -a args <<<"$NNSHAPE_ARGS"
check=(nnshape check --fail-on "$NNSHAPE_FAIL_ON" "${args[@]}")

case $NNSHAPE_FORMAT in
  sarif) report=nnshape.sarif ;;
  junit) report=nnshape.xml ;;
  gitlab | json) report=nnshape.json ;;
  *) exec "${check[@]}" --format "$NNSHAPE_FORMAT" -- "${specs[@]}" ;;
esac
"${check[@]}" --format "$NNSHAPE_FORMAT" -o "$report" -- "${specs[@]}"
code=$?
echo "report=$report" >>"${GITHUB_OUTPUT:-/dev/null}"
"${check[@]}" -- "${specs[@]}" 2>/dev/null # for the log; the first command printed its messages
exit "$code"
