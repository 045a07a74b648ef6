# Every target does its own set-up: python3 with its venv module, and make, are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The interpreter's version, or nothing where it is missing or too old.
VERSION := $(shell $(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) and print("%d.%d" % v[:2])' 2>/dev/null)
MADE := $(VENV)/made-by-python-$(VERSION)

# Else every process that is started would compile all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo console test lint types bench soak clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "PYTHON=python3.12 chooses the interpreter (3.11 or newer)."

demo: $(VENV)/ready-demo ## a week and a flood in four made-up communities, on a fast clock
	@$(BIN)/xiangyue demo

console: $(VENV)/ready-console ## the console on those communities, with ready logins
	@$(BIN)/xiangyue serve --demo

test: $(VENV)/ready-test $(VENV)/browser ## all tests but the long ones
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak"

lint: $(VENV)/ready-lint ## style, imports and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/ready-types ## static types, strictly
	$(BIN)/mypy

bench: $(VENV)/ready-bench ## speed and memory, measured and printed
	$(BIN)/python tests/bench/run.py

soak: $(VENV)/ready-test ## the long tests
	$(BIN)/python -m pytest -m soak --hypothesis-profile=soak

clean: ## remove what was made here
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What a target needs is installed when its stamp is older than pyproject.toml.
$(VENV)/ready-demo: needs = .[match]
$(VENV)/ready-console: needs = .[console,match]
$(VENV)/ready-test: needs = .[all,test]
$(VENV)/ready-lint: needs = .[lint]
$(VENV)/ready-types: needs = .[dev]
$(VENV)/ready-bench: needs = .[bench,test]

$(VENV)/ready-%: pyproject.toml $(MADE)
	@echo "Installing what 'make $*' needs (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '$(needs)'
	@touch $@

# Where none can be had, the tests that drive a browser are skipped and say so.
$(VENV)/browser: $(VENV)/ready-test
	@$(BIN)/python tests/support/browsers.py
	@touch $@

$(MADE):
	@test -n "$(VERSION)" || { echo "xiangyue needs Python 3.11 or newer, and '$(PYTHON)' is not: name one, as in make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make environments: install its venv module (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@
