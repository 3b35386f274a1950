#!/bin/sh
# Prints what CHANGELOG.md says of one version, and fails when it says nothing: a release that nobody described is not made.
# usage: release-notes.sh VERSION [FILE]     with or without a leading v
set -eu
version=${1#v}
notes=$(awk -v version="$version" '
  /^## / { inside = index($0, "## [" version "]") == 1; next }
  /^\[[^]]*\]: / { next }
  inside { print }' "${2:-CHANGELOG.md}")
if [ -z "$(printf %s "$notes" | tr -d '[:space:]')" ]; then
  echo "CHANGELOG.md has no section [$version], or an empty one" >&2
  exit 1
fi
printf '%s\n' "$notes" | sed '/./,$!d'
