#!/usr/bin/env bash
# Checks the specs that the action's inputs name, and exits as `nnshape check` does.
set -uo pipefail
shopt -s globstar

specs=()
while IFS= read -r pattern; do
  IFS=
  # shellcheck disable=SC2206 # what matches no file stays as it is, and is reported
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
"${check[@]}" -- "${specs[@]}" 2>/dev/null # for the log; complaints have been made above
exit "$code"
