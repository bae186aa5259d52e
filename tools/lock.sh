#!/usr/bin/env bash
# Writes the three lock files from pyproject.toml: what runs, what develops, what measures. No entry names a host.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -q pyproject.toml "$@"; }
compile --extra postgres --group dev --group bench -o requirements-bench.lock
compile --extra postgres --group dev -c requirements-bench.lock -o requirements-dev.lock
compile -c requirements-bench.lock -o requirements.lock
