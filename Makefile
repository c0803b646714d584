# From a fresh clone with Python 3.11 or later, a C compiler and make: `make demo`, `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# One thread for linear algebra: many small arrays, and tests run side by side.
export OPENBLAS_NUM_THREADS := 1

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := --only-binary :all: --require-hashes --requirement
ENGINE := $(filter-out flexsim/engine/__init__.py, $(wildcard flexsim/engine/*.py)) $(wildcard flexsim/engine/*.pxd)

.PHONY: help demo test lint checked bench verify build tools pages lock clean

help:  ## Say what there is to make.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

demo: build  ## Run a small shop and show what comes out of it.
	$(BIN)/flexsim demo

test: lint  ## Lint, check types and rooms, run all tests.
	$(BIN)/python -m pytest -n 2

lint: build tools  ## Look for mistakes without running anything.
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

checked: build tools  ## Run the engine's tests with every check that Cython knows compiled in.
	FLEXSIM_CHECKED=1 $(BIN)/python setup.py --quiet build_ext --inplace --force
	$(BIN)/python -m pytest -n 2 tests/engine tests/reference; status=$$?; \
	$(BIN)/python setup.py --quiet build_ext --inplace --force && exit $$status

bench: build tools  ## Measure, and check the answers of what is measured.
	$(BIN)/python -m pytest -p no:xdist benchmarks

verify: test checked bench demo  ## All of it, before a release; with FLEXSIM_DATA set, every known answer of every model too.
	$(BIN)/python -m pytest -n 2 -m verify tests/theory

build: $(VENV)/built  ## Set up everything in .venv and compile the engine.

# The engine is compiled anew when one of its files, or the way to compile it, has changed.
$(VENV)/built: $(VENV)/installed $(ENGINE) $(wildcard compiling/*.py) setup.py pyproject.toml
	@echo "Compiling the engine: one or two minutes."
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# What is needed to build and to run, in the releases and with the hashes of constraints.txt.
$(VENV)/installed: constraints.txt | $(BIN)/python
	@echo "Installing what it needs."
	$(INSTALL) $(LOCKED) constraints.txt
	@touch $@

tools: $(VENV)/tools  ## Install what developers need besides.

$(VENV)/tools: constraints-dev.txt $(VENV)/installed
	$(INSTALL) $(LOCKED) constraints-dev.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("flexsim needs Python 3.11 or later, and this is %s: make PYTHON=python3.11" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

pages: build  ## Write the page of all keys of a scenario and the schemas for editors anew.
	$(BIN)/python -m flexsim.scenario.page
	$(BIN)/python -m flexsim.scenario.schema
	$(BIN)/python -m flexsim.study.study_schema

CHOOSE := $(BIN)/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-build --no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

# Everything is chosen together, so that what only runs is a part of it.
lock: $(BIN)/python  ## Choose the newest releases of everything and write them to constraints.txt and constraints-dev.txt.
	$(INSTALL) uv
	$(CHOOSE) --extra dev --output-file constraints-dev.txt
	$(CHOOSE) --constraint constraints-dev.txt --output-file constraints.txt

clean:  ## Remove everything that was made.
	rm -rf $(VENV) build dist *.egg-info .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find flexsim benchmarks tests -name '__pycache__' -prune -exec rm -rf {} +
	find flexsim -name '*.so' -delete
