# Everything here can be done without make as well: see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast test-wheel battery check audit format bench load exports docs translations

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.runs: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tests: pyproject.toml $(VENV)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,quality]'
	@touch $@

demo: $(VENV)/.runs  ## the five articles in a browser, ready to annotate
	$(BIN)/annotator demo

test: $(VENV)/.tests check  ## all checks and all tests
	$(BIN)/python tests/prerequisites.py
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-fast: $(VENV)/.tests  ## without browsers, servers and schemas that take seconds
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m 'not slow and not browser and not battery'

WHEEL := $(VENV)/wheel

test-wheel: $(VENV)/.tests  ## the browser tests against the built wheel, in an empty environment; asks the network
	$(BIN)/python tests/prerequisites.py
	rm -rf $(WHEEL)
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir $(WHEEL) .
	$(PYTHON) -m venv $(WHEEL)/env
	$(WHEEL)/env/bin/python -m pip install --quiet "$$(ls $(WHEEL)/annotator-*.whl)[test]"
	$(WHEEL)/env/bin/pytest tests/browser

$(VENV)/.battery: pyproject.toml $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[battery]'
	@touch $@

battery: $(VENV)/.battery  ## hosts behind a proxy, faults, hostile files, upgrades: everything that it must hold
	$(BIN)/python tests/prerequisites.py
	$(BIN)/python -m pytest tests/battery -m 'battery or not battery'

check: $(VENV)/.tests  ## lint, format, types, import contracts, reference pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(BIN)/python docs/reference/make.py --check

audit: $(VENV)/.tests  ## known vulnerabilities of what is installed here; asks the network
	$(BIN)/pip-audit --strict --skip-editable --progress-spinner off

format: $(VENV)/.tests  ## put the code in the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tests  ## how fast, as ratios against a floor measured in the same run
	$(BIN)/python -m tests.benchmarks

load: $(VENV)/.tests  ## fifty annotators for a minute, and fifty crashes: nothing may be lost or doubled
	$(BIN)/python -m tests.load

exports: $(VENV)/.tests  ## remake what the seeds give in every format
	$(BIN)/python exports/make.py

WORDS := annotator/web/translations
PYBABEL := $(BIN)/python -m babel.messages.frontend

translations: $(VENV)/.tests  ## bring the catalogues of words up to date with the pages, and compile them
	$(PYBABEL) -q extract --mapping pyproject.toml --keyword say --keyword say_many:1,2 --omit-header --no-wrap --sort-by-file --add-location file --output $(WORDS)/messages.pot .
	$(PYBABEL) -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --input $(WORDS)/messages.pot --output-dir $(WORDS)
	$(PYBABEL) -q compile --directory $(WORDS)

docs: $(VENV)/.tests  ## remake the reference pages from what the program says of itself
	$(BIN)/python docs/reference/make.py
