# Two commands do everything: `make demo` reads the bundled article, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test docs format clean

$(VENV)/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,docs]'
	touch $@

demo: $(VENV)/run
	$(BIN)/kabar read examples/idlib.id.txt --published 2019-05-31
	$(BIN)/kabar read examples/idlib.id.txt --published 2019-05-31 --format html > demo.html
	@echo "The same reading as a page: demo.html"

test: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	.ci/postgres
	$(BIN)/pytest
	$(BIN)/mkdocs build --quiet --strict --site-dir .site

docs: $(VENV)/dev
	$(BIN)/mkdocs build --strict --site-dir .site

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .site demo.html
