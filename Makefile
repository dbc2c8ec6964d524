# The same tasks on every system: python3 run.py (on Windows: py run.py) lists them.
# More arguments: make test ARGS="-k search"
PYTHON ?= python3
RUN := $(PYTHON) run.py

.PHONY: help serve build publish rollback booklet test gates counter check new schema lint bench bench-search clean

help:
	@$(RUN) help
serve:
	@$(RUN) serve $(ARGS)
build:
	@$(RUN) build $(ARGS)
publish:
	@$(RUN) publish $(ARGS)
rollback:
	@$(RUN) rollback $(ARGS)
booklet:
	@$(RUN) booklet
test:
	@$(RUN) test $(ARGS)
gates:
	@$(RUN) gates $(ARGS)
counter:
	@$(RUN) counter $(ARGS)
check:
	@$(RUN) check $(ARGS)
new:
	@$(RUN) new --kind "$(KIND)" --id "$(ID)" $(ARGS)
schema:
	@$(RUN) schema
lint:
	@$(RUN) lint $(ARGS)
bench:
	@$(RUN) bench $(ARGS)
bench-search:
	@$(RUN) bench-search $(ARGS)
clean:
	@$(RUN) clean $(ARGS)
