# The two commands of this project are `make demo` and `make test`; each does its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po plugins/*/translations/*/LC_MESSAGES/*.po)
DOCS := $(shell find docs -type f -not -name '*.pyc')
GUIDE := guide/index.html
PACKAGING := pyproject.toml setup.py setup.cfg
# Python compiles what is imported when it is; pip would compile all, several times as much.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# uv chooses and fetches in half of pip's time; where it cannot be had, or is not let out to the index, pip does it.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python -e '.[$(WITH)]' || $(PIP) -e '.[$(WITH)]'

# Tests start hundreds of processes: what the first one compiled is kept for the others.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help audit demo docs test suite journeys screenshots bench coverage check format catalogues clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.installed docs ## Try the program on the Pays de Rennes (PORT=8000, RESET=1 starts over)
	$(BIN)/collegial demo --port $(PORT) $(if $(RESET),--reset)

docs: $(GUIDE) ## Build the guide that the program serves at /docs

test: $(VENV)/.testing ## Check and test everything, in parallel
	$(MAKE) --no-print-directory --jobs=2 check suite

suite: $(VENV)/.testing ## Test everything, in parallel (DATABASE=postgresql plays all on it)
	@$(MAKE) --no-print-directory docs
	$(if $(DATABASE),COLLEGIAL_TEST_DATABASE=$(DATABASE)) $(BIN)/pytest -n auto --dist loadgroup

journeys: $(VENV)/.testing ## Play the journeys in every theme, size and language; keep pictures in build/looks
	@$(MAKE) --no-print-directory docs
	COLLEGIAL_LOOKS=every $(BIN)/pytest -n auto --dist loadgroup tests/journeys --timeout 1800

screenshots: $(VENV)/.testing ## Take the guide's pictures on the way of the journeys (LANGUAGE=fr, or en)
	COLLEGIAL_PICTURES=$(or $(LANGUAGE),fr) $(BIN)/pytest -n 2 --dist loadgroup tests/journeys -o python_files="test_*.py pictures.py" -k "journey_1 or journey_2 or journey_4 or journey_5 or first_steps or pages_beside" --timeout 1800

bench: $(VENV)/.testing ## Measure the speed beside references of the same run (ONLY=name, ROUNDS=3)
	$(BIN)/python -m bench $(ONLY) $(if $(ROUNDS),--rounds $(ROUNDS))

coverage: $(VENV)/.testing ## Say which lines no test runs; slower than `test`
	@$(MAKE) --no-print-directory docs
	$(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered

check: $(VENV)/.testing ## Check the style, the types, the imports and the catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet core plugins
	$(BIN)/lint-imports
	$(BIN)/mypy

# What asks stands beside the environment that is asked about: tests may run in that meanwhile.
audit: $(VENV)/.testing ## Ask for known faults of the libraries; fails where nobody can be asked too (UNREACHED=told: says so)
	-$(PIP) --retries 1 --timeout 10 --upgrade --target build/audit pip-audit
	PYTHONPATH=build/audit $(BIN)/python .ci/audit.py $(if $(UNREACHED),--$(UNREACHED))

format: $(VENV)/.testing ## Format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

catalogues: $(VENV)/.testing ## Read new texts from the code into the catalogues
	$(BIN)/python translations/update.py

clean: ## Remove the environment and what was built
	rm -rf $(VENV) build dist *.egg-info core/*.egg-info $(dir $(GUIDE))

# Debian's python3 may come without ensurepip (package python3-venv); virtualenv and uv do without it.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV) || virtualenv -p $(PYTHON) $(VENV) || uv venv --seed $(VENV) \
		|| { rm -rf $(VENV); echo "Install the Debian package python3-venv (or virtualenv, or uv) first."; exit 1; }
	-$(PIP) uv

$(VENV)/.installed: WITH := docs
$(VENV)/.installed: $(VENV)/bin/python $(PACKAGING) $(CATALOGUES)
	$(INSTALL)
	@touch $@

$(GUIDE): $(VENV)/.installed mkdocs.yml $(DOCS) core/collegial/web/static/css/collegial.css
	$(BIN)/mkdocs build --quiet --strict

# All at once: what a first installation found would be looked for again by a second one.
$(VENV)/.testing: WITH := docs,test
$(VENV)/.testing: $(VENV)/bin/python $(PACKAGING) $(CATALOGUES)
	$(INSTALL)
	@touch $(VENV)/.installed $@
