# Kogge. `make run` and `make test` each work alone on a fresh clone; neither needs root.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export KOGGE_DATA ?= $(CURDIR)/var

.PHONY: run setup setup-dev test test-robust check e2e test-postgres bench messages format demo clean

run: setup ## environment, database, demonstration area, login links, server
	@$(BIN)/kogge start --port $(PORT)

setup: $(VENV)/.run ## the environment alone, with the kogge command in it

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Kogge needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.run: $(BIN)/uv requirements.lock pyproject.toml
	@test -f $(VENV)/.dev || $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/python -c 'import kogge.engine.ties.kernels' # compiled now, so that no page waits for it
	@touch $@

setup-dev: $(VENV)/.dev

$(VENV)/.dev: $(BIN)/uv requirements-dev.lock pyproject.toml
	@$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

test: setup-dev ## the test suite (browser and PostgreSQL tests apart)
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/pytest -q -n 2 --dist loadfile

check: setup-dev ## format, lint, types, import contracts, migrations, messages, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy kogge/engine
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python tools/messages.py check
	@$(MAKE) --no-print-directory test

test-robust: setup-dev ## killed processes and hostile files, each a real command in a folder of its own
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/pytest -q tests/robustness

e2e: setup-dev ## browser tests, in the installed Chromium
	@$(BIN)/python tools/messages.py compile
	@tools/need_chromium.sh
	@$(BIN)/pytest -q tests/e2e -p no:xdist --allow-hosts=127.0.0.1,localhost,::1

test-postgres: setup-dev ## the same suite on PostgreSQL, and both ways to a fresh schema
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/pytest -q tests/schema
	@tools/with_postgres.sh $(BIN)/pytest -q -n 2 --dist loadfile --allow-hosts=127.0.0.1,localhost,::1

bench: $(BIN)/uv ## the speed targets, each beside its peer
	@$(BIN)/uv pip sync --quiet --require-hashes requirements-bench.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@rm -f $(VENV)/.dev $(VENV)/.run
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/python -m bench

messages: setup-dev ## bring the German catalogues up to date
	@$(BIN)/python tools/messages.py update

format: setup-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

demo: setup
	@$(BIN)/kogge demo

clean:
	rm -rf $(VENV) var
