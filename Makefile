# Two commands to know: `make demo` shows the main path, `make test` checks everything. Both make their own
# virtual environment from what constraints.txt pins.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test test-deep lint docs clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

$(VENV)/.demo: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev,hant,ray,serve,thai,train]'
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo ## translate a sample article into five languages and show some units
	$(BIN)/mtkit translate samples/forum.en.md --from en --to zh --to id --to vi --to th --to ms -o out/demo
	$(BIN)/mtkit show out/demo/forum.en.zh.po out/demo/forum.en.vi.po --units 4

test: lint ## lint, types, import rules, and the quick tests
	$(BIN)/python -m pytest -n 2

test-deep: $(VENV)/.dev ## the slower tests and wider properties
	$(BIN)/python -m pytest -n 2 -m deep

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## write docs/cli.md, the manual page, docs/checks.md, docs/config.md and docs/model-card.md anew
	$(BIN)/python docs/build_cli.py
	$(BIN)/python docs/build_man.py
	$(BIN)/python docs/build_checks.py
	$(BIN)/python docs/build_config.py
	$(BIN)/mtkit models show embedded > docs/model-card.md

clean: ## remove what the commands above made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
