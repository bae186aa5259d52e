#!/usr/bin/env bash
# The browser tests drive Debian's Chromium: install it when root, else say in one line what is missing.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
  exit 0
fi
echo "The browser tests need Chromium: install the package 'chromium' (sudo apt-get install chromium)." >&2
exit 1
