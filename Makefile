# Two commands for a fresh machine: `make map` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: map test nightly docs latest lowest lint bench clean

map: $(VENV)/.installed
	$(BIN)/corridors headline
	$(BIN)/corridors map --output maps

test: $(VENV)/.dev
	sh tests/browser/chromium.sh
	-sh tests/browser/firefox.sh
	sh tests/postgis.sh
	$(MAKE) lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The site in docs/_build/html: without a network, every warning an error, every link within it followed.
docs: $(VENV)/.dev
	$(BIN)/python -m sphinx -q -W --keep-going -j 2 -b html docs docs/_build/html
	$(BIN)/python -m pytest docs/test_site.py

nightly: $(VENV)/.dev docs
	$(BIN)/python -m pytest -n 2 --dist worksteal -m nightly

# The headline and the fast tests with the newest releases of every dependency, and with the lowest that the metadata allows.
# What such releases warn about each other is not our failure; browsers, notebooks, pages, servers and packages have jobs of their own.
SLOW := browser test_notebooks.py test_readme.py test_docs.py test_fuzz.py test_killed.py test_package.py test_postgis.py test_golden.py \
	test_uncertainty_cluster.py test_survey_overpass.py test_js_lint.py test_page_modules.py test_scenario_ranges.py test_whatif_chance.py
FAST := -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning $(addprefix --ignore=tests/,$(SLOW)) tests
latest: RESOLUTION = highest
lowest: RESOLUTION = lowest-direct
latest lowest: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-$@
	$(BIN)/uv pip install --quiet --python .venv-$@ --resolution $(RESOLUTION) -e ".[dev]"
	.venv-$@/bin/corridors headline
	.venv-$@/bin/python -m pytest -n 2 --dist loadfile $(FAST)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check corridors docs tests
	$(BIN)/ruff check corridors docs tests notebooks
	$(BIN)/mypy
	$(BIN)/nbstripout --verify notebooks/*.ipynb

bench: $(VENV)/.dev
	for b in tests/benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .venv-latest .venv-lowest maps/*.html docs/_build docs/made
