# make site and make test are all that one needs; everything they install stays in .venv,
# except for system libraries, which .ci/need installs where it may and names where it may not.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test oracle lint bench bench-cards bench-build bench-awards pictures clean

help:  ## list these commands
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

site: .venv/site.stamp  ## build the demo in content/ into public/
	@PYTHON=$(BIN)/python .ci/need cairo
	@$(BIN)/badgesite build
	@echo "Look at it with:  make serve  (or $(BIN)/badgesite serve)"

serve: site  ## show the demo in the browser, and build again whenever it changes
	@$(BIN)/badgesite serve

test: lint  ## check the code, then run every test
	@PYTHON=$(BIN)/python .ci/need cairo fonts chromium nginx
	@$(BIN)/pytest -n auto --dist worksteal

oracle: .venv/dev.stamp  ## edit, break and kill at random, and compare each build with a clean one (STEPS=2000 SEED=7)
	@PYTHON=$(BIN)/python .ci/need cairo
	@$(BIN)/python tests/oracle.py $(if $(STEPS),--steps $(STEPS)) $(if $(SEED),--seed $(SEED))

lint: .venv/dev.stamp  ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: bench-cards bench-build bench-awards  ## measure cards, then builds, then awards

bench-cards: .venv/dev.stamp  ## measure cards alone, beside satori if npm is there (CARDS=10000 for memory)
	@PYTHON=$(BIN)/python .ci/need cairo
	@$(BIN)/python bench/cards.py $(CARDS)

bench-build: .venv/dev.stamp  ## measure builds beside their budgets (CUSTOMERS=1000,10000,100000 takes half an hour)
	@PYTHON=$(BIN)/python .ci/need cairo
	@$(BIN)/python bench/build.py $(if $(CUSTOMERS),--customers $(CUSTOMERS)) $(if $(PICTURES),--pictures $(PICTURES)) \
	  $(if $(ACTIVITY),--activity $(ACTIVITY)) $(if $(KEEP),--keep $(KEEP)) $(if $(ONLY),--only $(ONLY))

bench-awards: .venv/dev.stamp  ## measure the awards of 100,000 customers with 1,000,000 rows beside their budget
	@$(BIN)/python bench/awards.py $(if $(CUSTOMERS),--customers $(CUSTOMERS)) $(if $(ROWS),--rows $(ROWS))

pictures: .venv/dev.stamp  ## take the pictures of the README anew
	@PYTHON=$(BIN)/python .ci/need cairo fonts chromium
	@$(BIN)/python docs/pictures.py

clean:  ## remove what these commands made
	rm -rf .venv public .badgesite .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/python.stamp:
	@PYTHON="$(PYTHON)" .ci/need python venv
	@echo "Making .venv …"
	@"$(PYTHON)" -m venv .venv
	@touch $@

.venv/site.stamp: .venv/python.stamp pyproject.toml
	@echo "Installing badgesite into .venv …"
	@$(PIP) --editable .
	@touch $@

.venv/dev.stamp: .venv/site.stamp
	@echo "Installing what tests need into .venv …"
	@$(PIP) --editable '.[dev]'
	@touch $@
