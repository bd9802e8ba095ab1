# Everything a developer and the build machine do. `make test` is all of it,
# the quick parts first; it installs what is missing when it may.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

# The tree may belong to somebody else than the one who builds. Everything is
# compiled in one and the same way, as what is delivered is: once for vet, the
# tests, the program, the adapters and the linter, and not again because the
# tree was cloned to another folder.
export GOFLAGS := $(sort $(GOFLAGS) -buildvcs=false -trimpath)
export CGO_ENABLED := 0

TOOL    := go tool -modfile=internal/tools/go.mod
TESTENV := bin/testenv
VULNDB  ?= $(wildcard ../shared/vulndb)

say = @printf '== %s\n' "$(1)"

.PHONY: test ready vet unit beside race soak generated generate lint staticcheck vuln migration e2e chart bench demo clean

test: ready vet generated beside e2e
	$(call say,all is well)

# The chart and staticcheck have the processors when the Go tests do not want
# them; what they say comes after. Tests that run the program find it, and the
# adapters, in bin.
beside: said := bin/beside.txt
beside: $(TESTENV) bin/hverdag bin/made
	@nice -n 10 $(MAKE) -s -k chart staticcheck >$(said) 2>&1 & other=$$!; \
	failed=0; $(MAKE) -s unit vetted=-vet=off || failed=1; \
	wait $$other || failed=1; cat $(said); exit $$failed

# Finds or installs PostgreSQL, Redis, Chromium and Node.
ready:
	$(call say,what the tests need)
	@.ci/ready

vet:
	$(call say,go vet)
	@go vet ./...

# The Go tests share one throw-away PostgreSQL and one Redis.
unit: $(TESTENV)
	$(call say,Go tests)
	@$(TESTENV) -- go test $(vetted) -timeout 10m $(if $(run),-run '$(run)') $(or $(pkg),./...)

race: $(TESTENV)
	$(call say,Go tests with the race detector)
	@CGO_ENABLED=1 $(TESTENV) -- go test -race -timeout 20m $(if $(run),-run '$(run)') $(or $(pkg),./...)

# A history a hundred times as long as the one in make test, against the model
# of who may see what; the program killed for an hour; what reaches plugins of
# two thousand families: make soak steps=10000000 time=1h families=2000
soak: $(TESTENV)
	$(call say,a long history)
	@$(TESTENV) -- go test -v -timeout 12h ./internal/oracle -args -oracle.steps=$(or $(steps),10000000)
	@$(TESTENV) -- go test -v -timeout 12h ./tenants/stafettlogg -run HostIsKilled -args -kill.for=$(or $(time),1h)
	@$(TESTENV) -- go test -v -timeout 12h ./internal/leak -args -leak.families=$(or $(families),2000)

# The chart, rendered with Helm's own engine (a module of its own, so that the
# program does not depend on Helm) and given to Kubernetes' types and the
# program. What it reads is outside that module, where go test would not see a
# change: -count=1.
chart:
	$(call say,the chart)
	@cd internal/chart && go vet . && go test -count=1 -timeout 10m .

# Code made from the ent schema and the pages; committed, so that a build
# needs no generator.
generate:
	$(call say,generating code)
	@go run ./internal/generate

generated:
	$(call say,generated code)
	@go run ./internal/generate -check

lint: vet staticcheck generated

staticcheck:
	$(call say,staticcheck)
	@$(TOOL) staticcheck ./...

# Known holes in what we depend on, from a database kept beside the project or
# named by VULNDB. Without one nothing is checked, and that is said.
vuln:
	$(call say,known vulnerabilities)
ifeq ($(VULNDB),)
	@echo "not checked: no database; make vuln VULNDB=folder"
else
	@echo "database of $$(ls '$(VULNDB)/ID' | wc -l) entries, the newest $$(ls '$(VULNDB)/ID' | sort -V | tail -n 1)"
	@$(TOOL) govulncheck -db 'file://$(abspath $(VULNDB))' $(or $(pkg),./...)
endif

# make migration name=add_measures writes what has changed in the ent schema;
# make migration hash=1 only writes the checksums, after one written by hand.
migration:
	@go run ./ent/migrations/generate $(if $(hash),-hash,-name '$(name)')

# The browser tests, each file in a browser of its own, against the program and
# a copy of a demo that is prepared once.
e2e: $(TESTENV) bin/hverdag bin/made e2e/node_modules/.package-lock.json
	$(call say,browser tests)
	@cd e2e && HVERDAG_PROGRAM='$(CURDIR)/bin/hverdag' ../$(TESTENV) -- node support/prepared.mjs npm test --silent

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	$(call say,packages of the browser tests)
	@cd e2e && npm ci --no-audit --no-fund --silent
	@touch $@

# Baseline and product in turn, as ratios with medians and quartiles. It starts
# servers of its own, which write to disk what they confirm.
bench:
	@go run ./internal/bench $(args)

demo:
	@go run ./cmd/hverdag demo $(args)

# Go itself knows what has changed.
.PHONY: bin/testenv bin/hverdag bin/made
bin/testenv:
	@go build -o $@ ./internal/testenv/cmd/testenv

bin/hverdag:
	@go build -o $@ ./cmd/hverdag

# The bundled adapters and the integrator's tool, which every demo of the
# browser tests takes from here instead of building them.
bin/made:
	@mkdir -p $@
	@go build -ldflags='-s -w' -o $@/ ./cmd/hverdag-plugin $(patsubst %/about.json,./%,$(wildcard plugins/*/about.json))

clean:
	@rm -rf bin e2e/out e2e/node_modules
