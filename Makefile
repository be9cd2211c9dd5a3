# Each target is one or two commands that you can also type; see README.md.
# uv is used if it is there, pip if not.

PYTHON ?= python3
PORT ?= 8000

.PHONY: help book pdf serve test quick slow browse lint run claims spread faults \
	timing slides lab bench \
	bench-loading bench-practice bench-grading kills pins clean

help:
	@echo "make book   build the pages             make serve  show them"
	@echo "make pdf    the whole book as one file"
	@echo "make test   all tests, then all notebooks"
	@echo "make quick  style, and the tests that take seconds"
	@echo "make slow   the tests that take minutes"
	@echo "make browse the pages in Chromium"
	@echo "make lint   style and types"
	@echo "make run    run the notebooks, store their outputs"
	@echo "make claims run the chapters with other seeds, judge the claims"
	@echo "make spread disturb the rounding, store how far outputs move"
	@echo "make faults plant faults, count those that are reported"
	@echo "make timing time and memory of each chapter, for the book"
	@echo "make slides slides from the chapters, for teachers"
	@echo "make lab    open the notebooks in JupyterLab"
	@echo "make bench  time the training loop against its peers"
	@echo "make bench-loading  time the data sets against plain reading"
	@echo "make bench-practice  time processes, exported and served models"
	@echo "make bench-grading   grade a class of thirty"
	@echo "make kills  kill a run 25 times, compare what comes out"
	@echo "make pins   resolve constraints.txt anew   make clean"

.venv/.ready: pyproject.toml constraints.txt course/make_env.sh
	sh course/make_env.sh .venv "$(PYTHON)" \
		-e ".[test,serve]" --group dev

# Texts and weights that the course may use but not ship, once.
.venv/.fetched: .venv/.ready src/helpers/data/fetched/catalogue.toml
	.venv/bin/python -m helpers.data.fetch
	touch $@

.venv-book/.ready: pyproject.toml constraints.txt course/make_env.sh
	sh course/make_env.sh .venv-book "$(PYTHON)" --group book

.venv-lab/.ready: .venv/.fetched
	sh course/make_env.sh .venv-lab "$(PYTHON)" --group lab
	.venv/bin/python -m ipykernel install --prefix .venv-lab

.venv-bench/.ready: pyproject.toml constraints.txt course/make_env.sh
	sh course/make_env.sh .venv-bench "$(PYTHON)" -e . --group bench

book: .venv-book/.ready
	.venv-book/bin/jupyter-book build . -W -n --keep-going --all
	@echo "The pages are in _build/html: open _build/html/index.html"

pdf: .venv-book/.ready .venv-browser/.ready
	.venv-book/bin/jupyter-book build . -W -n --keep-going --all \
		--builder singlehtml --path-output _build/pdf
	.venv-browser/bin/python -m course pdf

serve: book
	@echo "The pages are at http://localhost:$(PORT)"
	.venv-book/bin/python -m http.server $(PORT) \
		--bind 127.0.0.1 --directory _build/html

test: .venv/.fetched
	.venv/bin/python -m pytest -n 2 --dist loadgroup
	.venv/bin/python -m pytest --nbval notebooks -n 2 --dist loadfile

quick: .venv/.fetched
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/python -m pytest -n 2 --dist loadgroup \
		-m "not slow and not heavy"

slow: .venv/.fetched
	.venv/bin/python -m pytest -m slow

.venv-browser/.ready: pyproject.toml constraints.txt course/make_env.sh
	sh course/make_env.sh .venv-browser "$(PYTHON)" --group browser

browse: book .venv-browser/.ready
	.venv-browser/bin/python -m pytest tests/browser \
		--confcutdir=tests/browser -n 2 --dist loadgroup
	.venv-browser/bin/python -m course links

lint: .venv/.ready
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

run: .venv/.fetched
	.venv/bin/python -m course run --jobs 2

claims: .venv/.fetched
	.venv/bin/python -m course claims
	.venv/bin/python -m course evidence --write

spread: .venv/.fetched
	.venv/bin/python -m course spread
	.venv/bin/python -m course spread-report

faults: .venv/.fetched
	.venv/bin/python -m course faults

timing: .venv/.fetched
	.venv/bin/python -m course timing

slides: .venv-book/.ready
	.venv-book/bin/python -m course slides

lab: .venv-lab/.ready
	.venv-lab/bin/jupyter lab --LabApp.default_url=/lab/tree/notebooks

bench: .venv-bench/.ready
	.venv-bench/bin/python benchmarks/training_loop.py

bench-loading: .venv/.fetched
	.venv/bin/python benchmarks/loading.py
	.venv/bin/python benchmarks/loaders.py

bench-grading: .venv/.ready
	.venv/bin/python benchmarks/class_grading.py

bench-practice: .venv/.fetched
	.venv/bin/python benchmarks/practice.py processes
	.venv/bin/python benchmarks/practice.py export
	.venv/bin/python benchmarks/practice.py serving

kills: .venv/.ready
	.venv/bin/python -m course kills

pins:
	uv pip compile --universal --python-version 3.11 --all-extras \
		--group dev --group book --group lab --group bench --group browser \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--upgrade pyproject.toml -o constraints.txt

clean:
	rm -rf .venv .venv-book .venv-lab .venv-bench .venv-browser _build
