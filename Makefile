# Common Ground. `make help` lists what there is.
MAIN := .venvs/main/bin/python

.PHONY: help setup build chat test test-scale lint format evaluate bench docs lock audit clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup:  ## make the two Python environments
	@python3 bot/bootstrap.py

build: setup  ## build encoder, search index and Rasa model, as far as something changed
	@$(MAIN) -m bot build

chat: setup  ## start the service on http://localhost:8080
	@$(MAIN) -m bot serve

test: setup  ## build, lint and all tests, from a bare clone too
	@# Two lanes, since each keeps one processor busy: what needs no build, and the build with what needs it. The words of
	@# the first come when the second is done.
	@log=$$(mktemp); (set +e; \
	    $(MAKE) --no-print-directory lint; failed=$$?; \
	    $(MAIN) -m pytest --durations=10 -m "not built and not rasa and not service and not browser and not scale" || failed=1; \
	    $(MAIN) -m pytest --durations=10 -m "browser and not service" || failed=1; exit $$failed) >"$$log" 2>&1 & first=$$!; \
	$(MAKE) --no-print-directory build && $(MAIN) -m pytest --durations=10 -m "(built or rasa) and not service"; second=$$?; \
	wait $$first; first=$$?; cat "$$log"; rm -f "$$log"; [ $$first = 0 ] && [ $$second = 0 ]
	@# Alone: processes that are killed must be back in time.
	@$(MAIN) -m pytest --durations=10 -m service

test-scale: build  ## two of each process on PostgreSQL and Redis, some killed (some five minutes)
	@$(MAIN) -m pytest -s -m scale

lint: setup  ## format, lint and types, and the files of deploy/
	@$(MAIN) -m ruff format --check .
	@$(MAIN) -m ruff check .
	@$(MAIN) -m mypy
	@$(dir $(MAIN))hadolint deploy/Containerfile
	@$(MAIN) -m check_jsonschema --quiet --builtin-schema vendor.compose-spec deploy/compose.yml
	@$(dir $(MAIN))kubernetes-validate --strict --quiet $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

format: setup  ## put the code into format
	@$(MAIN) -m ruff format .
	@$(MAIN) -m ruff check --fix .

evaluate: build  ## measure everything beside its baselines and write reports/ (some 18 minutes)
	@$(MAIN) -m bot evaluate $(OPTIONS)

bench: build  ## time a start, a turn, a page of text, and many visitors at once, beside a bare Rasa bot (half an hour)
	@python3 bot/bootstrap.py --only load
	@$(MAIN) -m benchmarks.startup
	@$(MAIN) -m benchmarks.turn
	@$(MAIN) -m benchmarks.wording
	@$(MAIN) -m benchmarks.load

docs: setup  ## the documentation as a site in build/site
	@$(MAIN) -m scripts.draw_architecture
	@NO_MKDOCS_2_WARNING=1 $(MAIN) -m mkdocs build --strict
	@echo "Open build/site/index.html"

lock:  ## pin the environments again (needs uv)
	@sh requirements/lock.sh

audit: setup  ## look up known weaknesses of the pinned packages (needs uv and the package index)
	@sh requirements/audit.sh

clean:  ## remove what was built, AND the database in var/; the environments stay
	@rm -rf build models var .rasa
