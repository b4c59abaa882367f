# Two commands are all a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8000

.PHONY: demo test check format docs bench mutation lock clean

demo: $(VENV)/.run            ## the main job on a throw-away database, in the browser
	$(BIN)/dondoc demo --port $(PORT)

test: $(VENV)/.dev            ## every test; browser tests say so when Chromium is missing
	$(BIN)/pytest -n 2 --dist loadgroup

check: $(VENV)/.dev           ## style, types, import rules, generated pages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.run            ## pages made from declarations
	$(BIN)/python -c "from bot.settings_docs import settings_markdown as m; print(m(), end='')" > docs/settings.md
	$(BIN)/python -c "from bot.settings_docs import Config, config_yaml as y; print(y(Config()), end='')" > config.yaml

bench: $(VENV)/.dev           ## the figures of docs/figures.md; BENCH="--json" for machines
	$(BIN)/python -m benchmarks $(BENCH)

mutation: $(VENV)/.dev        ## by hand, for an hour or more: how many small faults in the rules the tests notice
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-mutation.lock
	$(BIN)/python -m benchmarks.mutation $(MUTATION)

lock:                         ## new lock files from pyproject.toml, without any index address
	rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip install -q .
	{ echo "# Exact versions of everything the program needs; made by \`make lock\` from pyproject.toml."; \
	  build/lock/bin/pip freeze --exclude dondoc; } > requirements.lock
	build/lock/bin/pip install -q '.[dev]'
	{ echo "# What the tests and checks need on top; made by \`make lock\` from pyproject.toml."; echo "-r requirements.lock"; \
	  build/lock/bin/pip freeze --all --exclude dondoc --exclude pip | grep -vxFf requirements.lock; } > requirements-dev.lock

clean:
	rm -rf $(VENV) build var .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	touch $@
