# Rifada. `make` lists what can be done.

PYTHON ?= python3
PORT ?= 8000
ASSOCIATION ?= cra-taif
WORKERS ?= 2
PARALLEL ?= 2
PEOPLE ?= 10000

PY := .venv/bin/python
MANAGE := $(PY) manage.py
OWN_POSTGRES := $(PY) tools/with_postgres.py
# Checks work in a folder of their own, on SQLite, and never touch what `make run` keeps.
CHECKED := env -u DATABASE_URL -u RIFADA_DEMO -u DEBUG RIFADA_VAR='$(CURDIR)/var/check'
ON_SQLITE := $(CHECKED) RIFADA_EXPECT_VENDOR=sqlite
# What a real installation sets, so that its checks have nothing to warn of.
AS_INSTALLED := RIFADA_HTTPS=1 ALLOWED_HOSTS=portal.example RIFADA_SMS=http RIFADA_SMS_URL=https://sms.example/send \
	RIFADA_SMS_SECRET=checked RIFADA_SMTP_URL=smtp+tls://user:password@mail.example:587
# A group of tests that must not run beside its own kind stays with one worker.
PYTEST := $(PY) -m pytest --numprocesses $(PARALLEL) --dist loadgroup
LOCK := $(PY) -m uv pip compile --quiet --generate-hashes --python-version 3.11 --universal --no-build
LOCK += --no-emit-index-url --no-annotate --no-header

export PORT ASSOCIATION
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install run test test-fast benchmark format clean messages vendor lock environment-to-test lint checks starts

help: ## list the targets
	@echo "PORT=$(PORT) ASSOCIATION=$(ASSOCIATION) DATABASE_URL=… DEMO_PASSWORD=… may be given to \`make run\`."
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do \
		printf '  %-12s %s\n' "$$name" "$$what"; done

install: ## make the environment in .venv from the lock
	@$(PYTHON) tools/environment.py runtime

run: export RIFADA_DEMO = 1
run: install ## start the portal, its worker, demo staff and sample cases on http://127.0.0.1:8000
	@$(PY) tools/catalogue.py compile
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) load_policy "$(ASSOCIATION)"
	@$(MANAGE) demo --association "$(ASSOCIATION)"
	@trap 'kill $$worker $$server 2>/dev/null' EXIT; trap 'exit 143' TERM; trap 'exit 130' INT; \
		$(MANAGE) run_jobs & worker=$$!; \
		$(PY) -m gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread \
			--workers $(WORKERS) --threads 4 --no-control-socket --log-level warning & server=$$!; \
		wait $$server

test: environment-to-test lint checks starts ## everything a contributor must pass, on SQLite and PostgreSQL
	@echo "== Tests on PostgreSQL"
	@$(CHECKED) $(OWN_POSTGRES) $(PYTEST) -m "not browser"
	@echo "== Tests on SQLite, and in the browser"
	@$(ON_SQLITE) $(PYTEST) --second-database

test-fast: environment-to-test lint checks ## the same without slow and browser tests, on SQLite only
	@$(ON_SQLITE) $(PYTEST) -m "not slow and not browser"

environment-to-test:
	@$(PYTHON) tools/environment.py dev

lint:
	@echo "== Style and directions"
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PY) .venv/bin/lint-imports --no-logo --cache-dir var/cache/imports
	@$(PY) -m djlint templates --check
	@$(PY) -m djlint templates --lint --quiet
	@$(PY) tools/vendor_frontend.py --check
	@$(PY) tools/catalogue.py check

checks:
	@echo "== Settings and migrations"
	@$(CHECKED) $(MANAGE) makemigrations --check --dry-run
	@$(CHECKED) $(AS_INSTALLED) $(MANAGE) check --deploy --fail-level WARNING

starts:
	@echo "== A start from zero"
	@$(ON_SQLITE) $(PY) tools/first_start.py & sqlite=$$!; failed=; \
		$(CHECKED) $(OWN_POSTGRES) $(PY) tools/first_start.py || failed=1; wait $$sqlite && test -z "$$failed"

benchmark: environment-to-test ## measure each page beside a floor, on PostgreSQL and SQLite (a quarter of an hour; needs valgrind)
	@$(CHECKED) $(PY) -m tools.benchmark --people $(PEOPLE)

format: environment-to-test ## rewrite code and templates in the house style
	@$(PY) -m ruff check --fix-only --quiet
	@$(PY) -m ruff format
	@$(PY) -m djlint templates --reformat --quiet || true

messages: environment-to-test ## bring new sentences into the Arabic catalogue and compile it
	@$(PY) tools/catalogue.py update
	@$(PY) tools/catalogue.py compile

vendor: environment-to-test ## fetch the front-end files again (needs npm)
	@$(PY) tools/vendor_frontend.py

lock: environment-to-test ## resolve requirements*.in into requirements*.lock again
	@for list in requirements requirements-dev tools/installer; do \
		$(LOCK) --output-file $$list.lock $$list.in > /dev/null || exit 1; done

clean: ## remove the environment, caches and test leftovers; the portal's data in var/ stays
	rm -rf .venv var/cache var/check var/browser var/static .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
