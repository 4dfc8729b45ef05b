#!/usr/bin/env bash
# Builds the static binary from the repository that contains this file, and puts it on the PATH of the next steps.
# Does nothing if nnshape is on the PATH already.
set -euo pipefail

if command -v nnshape; then
  exit
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
if command -v apt-get >/dev/null; then # elsewhere CMake fetches the libraries
  as_root=()
  test "$(id -u)" = 0 || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
    g++ cmake ninja-build libfmt-dev nlohmann-json3-dev libcli11-dev
fi
cmake --workflow --preset release
if test -n "${GITHUB_PATH:-}"; then
  echo "$PWD/build/release" >>"$GITHUB_PATH"
fi
