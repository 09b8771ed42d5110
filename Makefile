# Two commands do everything: `make demo` reads the bundled articles, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo assets serve test coverage docs format clean

$(VENV)/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,docs]'
	touch $@

# What the pages load: fetched from npm by the lock in web/, put into src/kabar/web/static/vendor.
$(VENV)/assets: $(VENV)/run web/package-lock.json web/charts.js src/kabar/web/assets.py
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[web,assets]'
	$(BIN)/python -m kabar.web.assets
	touch $@

assets: $(VENV)/assets

demo: $(VENV)/run
	$(BIN)/kabar read examples/idlib.id.txt --published 2019-05-31
	$(BIN)/kabar read examples/idlib.id.txt --published 2019-05-31 --format html > demo.html
	rm -f demo.db demo.db-wal demo.db-shm
	$(BIN)/kabar ingest examples/idlib/articles.csv --into demo.db
	$(BIN)/kabar reconcile --from demo.db
	$(BIN)/kabar situation Idlib --from demo.db --most 8
	$(BIN)/kabar export report-html --from demo.db --query place=Idlib --to demo-situation.html
	@echo "One reading as a page: demo.html. The situation as a page: demo-situation.html. The archive: demo.db; in a browser: make serve"

# The workbench over the demonstration's archive.
serve: $(VENV)/assets
	test -f demo.db || $(MAKE) demo
	$(BIN)/kabar serve demo.db

test: $(VENV)/dev $(VENV)/assets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	.ci/postgres
	.ci/chromium
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/mkdocs build --quiet --strict --site-dir .site

coverage: $(VENV)/dev
	$(BIN)/pytest --cov=kabar --cov-report=term:skip-covered

docs: $(VENV)/dev
	$(BIN)/mkdocs build --strict --site-dir .site

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .site demo.html demo-situation.html demo.db demo.db-wal demo.db-shm
