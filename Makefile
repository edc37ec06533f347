# The commands of the project. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
# a night and the tests start a hundred processes each: where none may keep bytecode, compiling is half their time
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PHASE := scripts/phase.sh
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

nightly: install-run ## on a fresh machine: install, load the sample federation, say what was loaded, flagged and published
	@$(BIN)/warehouse nightly

up: install-run ## Airflow with its UI on this machine, on embedded defaults, until Ctrl+C
	@$(BIN)/warehouse up

superset: install-run ## Superset on the published marts with its dashboard, in an environment of its own, until Ctrl+C
	@scripts/bootstrap.sh superset
	@$(BIN)/warehouse superset

test: install-dev system-packages lint types ## on a fresh machine: install, lint, check types, run every test but the slow ones
	@$(PHASE) "tests" $(PYTEST) -m "not slow"

test-slow: install-dev system-packages ## run the tests that take more than a minute each
	@$(PHASE) "slow tests" $(PYTEST) -m slow

lint: install-dev ## check style and format of Python and SQL, and the walls between the rooms
	@$(PHASE) "ruff check" $(BIN)/ruff check --quiet .
	@$(PHASE) "ruff format" $(BIN)/ruff format --quiet --check .
	@$(PHASE) "sqlfluff" $(BIN)/sqlfluff lint --nocolor --processes 2 dbt_project
	@$(PHASE) "import walls" env PYTHONPATH=. $(BIN)/lint-imports

types: install-dev ## check types
	@$(PHASE) "pyrefly" $(BIN)/pyrefly check --min-severity=error --output-format=min-text

docs: install-dev ## write again what is generated: the pages of rules, marts and extraction quality, the schemas, .env.example
	@$(BIN)/python -m expectations.rules_page
	@$(BIN)/python -m warehouse.wide_tables
	@$(BIN)/python -m warehouse.data_dictionary
	@$(BIN)/python -m warehouse.schemas
	@$(BIN)/python -m evaluation.page
	@$(BIN)/python scripts/write_env_example.py

dbt-docs: install-run ## write the documentation of models, columns and lineage as one page under data/published/dbt_docs
	@$(BIN)/warehouse docs

evaluate: install-dev ## score the extractor on the annotated articles; SHOW=5 shows misses of each sort
	@$(BIN)/python -m evaluation --show $(or $(SHOW),0)

prove-quality: install-dev ## plant faults in clean federations and tell what the rules make of them; SHOW=5 shows what was missed
	@$(BIN)/python -m proof --show $(or $(SHOW),0)

lock: ## compile requirements/*.in into pinned files with hashes; UPGRADE=1 moves to newer versions
	@scripts/bootstrap.sh lock $(if $(UPGRADE),--upgrade)

clean: ## remove the environment, caches and everything built; what was received stays
	@rm -rf .venv .venv-superset .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis data/build \
	    dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

install-run:
	@scripts/bootstrap.sh run

install-dev:
	@scripts/bootstrap.sh dev

system-packages:
	@scripts/system_packages.sh

.PHONY: help nightly up superset test test-slow lint types docs dbt-docs evaluate prove-quality lock clean install-run install-dev system-packages
