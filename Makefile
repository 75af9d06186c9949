# OneStop IP. `make` prints what there is.
PYTHON ?= python3.11
BIN := .venv/bin
RUN_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
CATALOGUE := onestop/locale/en/LC_MESSAGES/django.mo

# The charts' script travels at a third of its size.
COMPRESS = $(BIN)/python -m whitenoise.compress --quiet node_modules/echarts/dist map mjs

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix docs messages lock

help: ## Print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(RUN_STAMP): pyproject.toml constraints.txt package-lock.json
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	$(BIN)/npm ci --omit=dev --silent
	$(COMPRESS)
	touch $@

$(CATALOGUE): $(CATALOGUE:.mo=.po) $(RUN_STAMP)
	$(BIN)/pybabel --quiet compile -d onestop/locale -D django

$(DEV_STAMP): $(RUN_STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/npm ci --silent
	$(COMPRESS)
	touch $@

setup: $(DEV_STAMP) $(CATALOGUE) ## Install everything into .venv and node_modules

run: $(CATALOGUE) ## Start the portal on http://127.0.0.1:8000, with the demonstration district if empty
	$(BIN)/onestop serve --demo

test: $(DEV_STAMP) $(CATALOGUE) ## Run the tests
	$(BIN)/pytest -n auto

check: $(DEV_STAMP) $(CATALOGUE) ## Types, style, imports, migrations, reference docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/onestop manage makemigrations --check --dry-run
	$(BIN)/onestop docs --check

fix: $(DEV_STAMP) ## Format and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(DEV_STAMP) $(CATALOGUE) ## Write the generated reference pages
	$(BIN)/onestop docs

messages: $(DEV_STAMP) ## Collect the texts to translate (needs GNU gettext) and compile them
	cd onestop && ../$(BIN)/django-admin makemessages -l en --no-location --no-obsolete
	$(BIN)/pybabel --quiet compile -d onestop/locale -D django

lock: ## Write constraints.txt anew from the newest allowed versions
	rm -rf .lock && $(PYTHON) -m venv .lock && .lock/bin/pip install --quiet '.[dev]'
	.lock/bin/pip freeze --exclude onestop-ip > constraints.txt && rm -rf .lock build *.egg-info
