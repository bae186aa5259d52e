#!/usr/bin/env bash
# Runs a command with DATABASE_URL set: the one that is given, else a PostgreSQL of its own in a temporary folder.
set -euo pipefail
if [ -n "${DATABASE_URL:-}" ]; then exec "$@"; fi
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql postgresql-contrib >/dev/null
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  else
    echo "The PostgreSQL tests need PostgreSQL: install the package 'postgresql' or set DATABASE_URL." >&2
    exit 1
  fi
fi
folder=$(mktemp -d)
as_owner() { if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; runuser -u postgres -- "$@"; else "$@"; fi; }
port=$((20000 + RANDOM % 20000))
trap 'as_owner "$bin/pg_ctl" -D "$folder/db" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
chmod 755 "$folder"
as_owner "$bin/initdb" -D "$folder/db" -U kogge --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
as_owner "$bin/pg_ctl" -D "$folder/db" -o "-p $port -k $folder -c fsync=off -c full_page_writes=off" -w -l "$folder/log" start >/dev/null
as_owner "$bin/createdb" -h 127.0.0.1 -p "$port" -U kogge kogge
DATABASE_URL="postgres://kogge@127.0.0.1:$port/kogge" "$@"
