# Understudy: make help lists the targets.
#
# A target that ends in a check prints one heading, and details only when something is wrong. The tools that it needs
# are installed on the first run and remembered in .tools/.stamps; `make tools` installs them alone.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

GO      ?= go
TOOLS   := .tools
STAMPS  := $(TOOLS)/.stamps
CONSOLE := mockserver/internal/console
LINTER  := $(TOOLS)/bin/golangci-lint
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS := -s -X main.version=$(VERSION)
ARGS    ?=
PAGE    ?= bin/kills.html

DOCUMENTS := $(filter-out spec/testdata/%,$(wildcard spec/*/openapi.yaml))

# `make fuzz` runs every target this long, the benchmark puts this long a load on every server for each row and round, and the soak goes
# on this long.
FUZZTIME  ?= 1m
BENCHTIME ?= 5s
DURATION  ?= 10m

# How many checks run beside each other. Each of them compiles, which two cores can do, and waits, while the other compiles.
JOBS := 2
SIDE_BY_SIDE = $(MAKE) --jobs=$(JOBS) --output-sync=target

# No command of Go changes what is pinned, whatever the environment says. All but the race detector compile
# with the flags of what ships, so that every package is compiled twice and no more.
export GOFLAGS := $(strip $(GOFLAGS) -mod=readonly -trimpath)
export CGO_ENABLED := 0

# The compiler and the linter live shortly: less of the processor goes into their garbage where more of it may gather.
LAZY = GOGC=400

# Tests run without go vet, since the linter runs all of it, and are linked without symbols for debuggers.
TEST = $(LAZY) $(GO) test -exec 'env -u GOGC' -vet=off -ldflags=-s

# These do one thing after the other, which takes the race detector long, or measure memory. check-examination runs them without it.
WITHOUT_RACE := $(shell echo TestWorstRefusedRequests TestLargePages TestRoomIsCountedHonestly TestPreferAVariant TestExportsAreWhole \
	TestAFullDiskRefusesWrites TestCoverageCanBeWhole TestALargeImport TestDefinitionsAreTrue TestConversationsAreThoseOfAPlainModel \
	TestFeedbackIsThatOfAPlainModel TestListsFindWhatAWalkWouldFind TestWhoeverFollowsAnIDFindsSomething | tr ' ' '|')

# In these packages things run beside each other, and the race detector watches: it makes tests six times slower and their programs
# longer to link. check-examination runs all other packages whole, and of these what is left out here.
RACED := $(addprefix ./conformance/,. exchange internal/rawhttp) ./cmd/understudy/internal/mutate ./mockserver \
	$(addprefix ./mockserver/internal/,chatlayerworld eventstore fault inkeepworld journal namespace namespaces query statelog wire world)
NOT_RACED = $$($(GO) list ./... | grep -vxF "$$($(GO) list $(RACED))")

# No program of the tests phones home.
export DO_NOT_TRACK := 1
export REDOCLY_TELEMETRY := off
export REDOCLY_SUPPRESS_UPDATE_NOTICE := true
export NO_UPDATE_NOTIFIER := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Says what a check is about. What it took is kept, for the table at the end of `make test`.
TIMES := $(STAMPS)/times
define heading
printf '\n==> %s\n' $(1)
check=$(1)
mkdir -p $(TIMES)
trap '{ echo "$$? $$SECONDS $$check"; times; } >$(TIMES)/$(notdir $@)' EXIT
endef

##@ Work

.PHONY: run
run: build ## Start the mock with both APIs (ARGS='--events 100' passes flags on)
	@exec bin/understudy serve $(ARGS)

.PHONY: build
build: ## Build bin/understudy with the version of this checkout
	@$(LAZY) $(GO) build -ldflags '$(LDFLAGS)' -o bin/understudy ./cmd/understudy

.PHONY: generate
generate: ## Write the generated Go files and the generated pages of docs anew
	@$(GO) generate ./...
	@$(TEST) -tags examination -count=1 -run AreCurrent ./conformance/examination -update
	@$(TEST) -count=1 ./clients/python -update

.PHONY: fmt
fmt: $(LINTER) ## Format the Go files
	@$(LINTER) fmt ./...

.PHONY: wheels
wheels: $(STAMPS)/python ## Build the Python package's wheels for all platforms into dist/ (some minutes); PLATFORM=this for this one
	@clients/python/wheels.sh dist $(PLATFORM)

.PHONY: console
console: $(STAMPS)/console ## Build the web console anew, after a change of its source
	@cd $(CONSOLE) && npm run --silent types && npm run --silent build

.PHONY: npm
npm: $(STAMPS)/clients ## Pack the npm package and the programs of all platforms into dist/ (some minutes); PLATFORM=this for this one
	@node clients/typescript/build.mjs
	@node clients/typescript/pack.mjs dist $(or $(PLATFORM),all)

.PHONY: screenshots
screenshots: build $(STAMPS)/console $(STAMPS)/npm ## Take the pictures of the console anew: the README's, on port 4747, and those that its test compares
	@chromium=$${CHROMIUM:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
	UNDERSTUDY='$(CURDIR)/bin/understudy' CHROMIUM="$$chromium" node $(CONSOLE)/browser/screenshots.mjs docs/console
	UPDATE_LOOKS=1 UNDERSTUDY='$(CURDIR)/bin/understudy' CHROMIUM="$$chromium" node --test-name-pattern='looks as it did' $(CONSOLE)/browser/main.mjs

.PHONY: clean
clean: ## Remove what was built; the installed tools stay
	@rm -rf bin coverage.out

##@ Check

.PHONY: test
test: ## Install what the tests need and run every check; what continuous integration runs
	@rm -rf $(TIMES)
	$(SIDE_BY_SIDE) everything IN_ORDER=1 && status=0 || status=$$?
	$(TOOLS)/times.sh $(TIMES) $$SECONDS
	((status)) || printf '\n==> everything passed\n'
	exit $$status

# Those that take longest begin first. The others fill the time in which these wait.
.PHONY: everything
everything: check-unit check-build tools check-examination check-static check-interop check-kits check-console check-fuzz

# What two checks compile, one of them compiles first.
ifdef IN_ORDER
$(LINTER) check-examination: | check-build
check-lint: | $(LINTER)
check-generated: | check-lint
check-interop: | check-unit
check-fuzz: | check-generated check-documents check-modules
endif

.PHONY: check-static
check-static: check-format check-lint check-modules check-generated check-documents

.PHONY: lint
lint: check-format check-lint ## Format check, and golangci-lint with go vet in it

BENCH = $(GO) -C mockserver/interop test -tags bench -count=1 -timeout 4h

.PHONY: bench
bench: $(STAMPS)/npm $(STAMPS)/rivals ## Measure the mock beside others and as its data grow; writes docs/performance.md (a quarter of an hour)
	@$(BENCH) -run '^TestBench$$' -benchload '$(BENCHTIME)' -benchdocs '$(CURDIR)/docs'

.PHONY: bench-quick
bench-quick: ## Lists and tracks beside a bare net/http handler, and with everything on beside all off, in three minutes
	@$(BENCH) -run '^TestBenchQuick$$' -benchload 1s -benchrounds 8

.PHONY: profile
profile: ## Measure anew what the program of the packages and of the benchmarks is optimized for (a minute)
	@$(BENCH) -run '^TestProfile$$' -benchload 10s -o /dev/null -cpuprofile '$(CURDIR)/cmd/understudy/serve.pprof'

.PHONY: bench-console
bench-console: build $(STAMPS)/console $(STAMPS)/npm ## Frames a second, longest task and memory of the console while 100,000 requests stream in
	@chromium=$${CHROMIUM:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
	UNDERSTUDY='$(CURDIR)/bin/understudy' CHROMIUM="$$chromium" node $(CONSOLE)/browser/frames.mjs

.PHONY: soak
soak: ## Serve a mixed load for DURATION; fails if memory or goroutines grow steadily
	@$(BENCH) -run '^TestSoak$$' -v -soak '$(DURATION)'

##@ Single checks

.PHONY: check-format
check-format: $(LINTER) ## Go files are formatted
	@$(call heading,'format')
	@$(LINTER) fmt --diff ./...

.PHONY: check-lint
check-lint: $(LINTER) ## golangci-lint, go vet in it, with the tags of all tests; and what it does not see, such as other systems
	@$(call heading,'golangci-lint')
	@$(LAZY) $(LINTER) run ./...
	@$(GO) vet -tags bench ./mockserver/interop
	@$(GO) -C examples/suite vet ./...
	@$(GO) -C clients/examples/go vet ./...
	@GOOS=windows $(GO) build $(PROCESSES)
	@GOOS=darwin $(GO) build $(PROCESSES)

# Here is most of what each system has apart, and it needs little to compile.
PROCESSES := ./cmd/understudy/internal/child

.PHONY: check-systems
check-systems: ## The program and its own tests compile for Windows, macOS and ARM, and go vet finds nothing (minutes, the first time)
	@$(call heading,'other systems')
	@for system in windows/amd64 darwin/arm64 linux/arm64; do
		GOOS=$${system%/*} GOARCH=$${system#*/} $(GO) vet ./cmd/understudy/... ./mockserver/internal/statelog
	done

.PHONY: check-modules
check-modules: ## Every go.mod is tidy, the downloaded modules are what go.sum says
	@$(call heading,'modules')
	@$(GO) mod tidy -diff
	@$(GO) mod verify
	@$(GO) -C $(TOOLS) mod tidy -diff
	@$(GO) -C $(TOOLS) mod verify
	@$(GO) -C examples/suite mod tidy -diff
	@$(GO) -C clients/examples/go mod tidy -diff

.PHONY: vulncheck
vulncheck: $(TOOLS)/bin/govulncheck ## Known vulnerabilities in what we use (needs the network, or GOVULNDB=file:///COPY)
	@$(call heading,'known vulnerabilities')
	@GOVULNDB='$(GOVULNDB)' $(TOOLS)/vulncheck.sh

.PHONY: check-generated
check-generated: ## go generate changes nothing
	@$(call heading,'generated files')
	@$(TOOLS)/check-generated.sh

.PHONY: check-documents
check-documents: $(STAMPS)/npm ## Redocly's linter on the OpenAPI documents
	@$(call heading,'OpenAPI documents')
	@$(TOOLS)/node_modules/.bin/redocly lint --config $(TOOLS)/redocly.yaml $(DOCUMENTS)

.PHONY: check-unit
check-unit: | $(STAMPS)/system ## go test with the race detector, in random order, where things run beside each other
	@$(call heading,'unit tests')
	@export CGO_ENABLED=1
	@$(TEST) -race -shuffle=on -timeout 20m -skip '^($(WITHOUT_RACE))$$' $(RACED)
	@$(TEST) -race -shuffle=on -timeout 20m -run 'TheMock|^(TestParallelUse|TestCountsOfManyAtOnce)$$' \
		./conformance/chatlayer ./conformance/inkeep ./spec ./spec/coverage

.PHONY: cover
cover: ## Test coverage of each package
	@$(GO) test -cover ./...

# Inputs that a coverage guides take programs of their own, which take longer to compile than a second of fuzzing is worth.
.PHONY: check-fuzz
check-fuzz: ## Every fuzz target for half a second, in the programs that the tests are in
	@$(call heading,'fuzz targets')
	@GO='$(GO)' FUZZTIME=500ms $(TOOLS)/fuzz.sh

.PHONY: fuzz
fuzz: ## Every fuzz target for FUZZTIME, guided by what the inputs reach
	@GO='$(GO)' FUZZTIME='$(FUZZTIME)' $(TOOLS)/fuzz.sh -fuzz .

.PHONY: check-interop
check-interop: $(STAMPS)/system $(STAMPS)/npm $(STAMPS)/python ## The mock against programs that we did not write
	@$(call heading,'interoperability')
	@$(TEST) -tags interop -count=1 -timeout 15m ./mockserver/interop

.PHONY: check-kits
check-kits: $(STAMPS)/system $(STAMPS)/clients $(STAMPS)/python ## What clients/ has for other languages, packed and installed as a user does it
	@$(call heading,'kits for other languages')
	@$(TEST) -tags kits -count=1 -timeout 10m ./clients

.PHONY: check-console
check-console: $(STAMPS)/system $(STAMPS)/npm $(STAMPS)/console ## The web console: its types, its units, what is built of it, and in a browser
	@$(call heading,'web console')
	@$(TEST) -tags console -count=1 -timeout 15m ./$(CONSOLE)

# Most of these tests wait: a run looks again at what a list may show late. The mock's mutants and variants are tried whole, as there are
# more of them here; of what check-unit runs, that which it left out and what names the tag.
EXAMINE = $(TEST) -tags examination -count=1 -parallel 8 -timeout 30m
.PHONY: check-examination
check-examination: ## The conformance runner against mutants and variants, in short, all that check-unit leaves out, and the example suite
	@$(call heading,'examination of the runner')
	@$(EXAMINE) -shuffle=on $(NOT_RACED)
	@tests="^($$($(TOOLS)/examined.sh tests)|$(WITHOUT_RACE))\$$"
	$(EXAMINE) -run "$$tests" $$($(TOOLS)/examined.sh packages "$$tests" $(RACED))
	@$(GO) -C examples/suite test -vet=off -ldflags=-s ./...

.PHONY: check-build
check-build: ## The program as it ships, on its own
	@$(call heading,'the program')
	@$(MAKE) build
	@[[ "$$(bin/understudy version)" == "understudy $(VERSION) "* ]]

.PHONY: try
try: ## One thing that was added or changed, in about a minute, and the pages after it: CHECK=id, MISBEHAVIOUR=name or VARIANT=name
	@$(GO) test -tags examination -count=1 -parallel 8 -timeout 15m -v ./conformance/examination -run '^TestTry$$' -update \
		-check '$(CHECK)' -misbehaviour '$(MISBEHAVIOUR)' -variant '$(VARIANT)' | sed -u -E '/^ *(===|--- PASS)/d'
	@$(MAKE) generate

.PHONY: kills
kills: ## Write bin/kills.html, a page to search and filter: which check notices which misbehaviour
	@mkdir -p '$(dir $(PAGE))'
	@$(GO) test -tags examination -count=1 -run '^TestKillsPage$$' ./conformance/examination -args -page '$(abspath $(PAGE))'
	@echo 'file://$(abspath $(PAGE))'

.PHONY: examine
examine: ## The whole examination: every check on every mutant with five seeds; rewrites its results and docs (an hour)
	@$(GO) test -tags examination -count=1 -timeout 4h -v ./conformance/examination -whole -update

##@ Tools

.PHONY: tools
tools: $(STAMPS)/system $(STAMPS)/npm $(STAMPS)/clients $(STAMPS)/console $(STAMPS)/python $(LINTER) ## Install the tools of the checks

# One apt-get at a time, and Node.js and Python before their packages: this stamp comes first.
$(STAMPS)/system: $(TOOLS)/install-system.sh
	@$(call heading,'tools: system packages')
	@$(TOOLS)/install-system.sh
	@mkdir -p $(@D) && touch $@

$(STAMPS)/npm: $(addprefix $(TOOLS)/,package.json package-lock.json .npmrc check-lock.mjs) | $(STAMPS)/system
	@$(call heading,'tools: npm packages')
	@node $(TOOLS)/check-lock.mjs $(TOOLS)/package-lock.json
	@(cd $(TOOLS) && npm ci --no-audit --no-fund --loglevel=error)
	@mkdir -p $(@D) && touch $@

# The package for npm and the projects of its recipes are workspaces of one lock.
$(STAMPS)/clients: $(addprefix clients/,package.json package-lock.json .npmrc) \
		$(wildcard clients/typescript/package.json clients/examples/*/package.json) $(TOOLS)/check-lock.mjs | $(STAMPS)/npm
	@$(call heading,'tools: npm packages of the clients')
	@node $(TOOLS)/check-lock.mjs clients/package-lock.json
	@(cd clients && npm ci --no-audit --no-fund --loglevel=error)
	@mkdir -p $(@D) && touch $@

$(STAMPS)/console: $(addprefix $(CONSOLE)/,package.json package-lock.json .npmrc) $(TOOLS)/check-lock.mjs | $(STAMPS)/clients
	@$(call heading,'tools: npm packages of the console')
	@node $(TOOLS)/check-lock.mjs $(CONSOLE)/package-lock.json
	@(cd $(CONSOLE) && npm ci --no-audit --no-fund --loglevel=error)
	@mkdir -p $(@D) && touch $@

# What `make bench` measures beside the mock. WireMock is in a package of npm, so that one lock holds the hashes of all.
$(STAMPS)/rivals: $(addprefix $(TOOLS)/rivals/,package.json package-lock.json .npmrc) $(TOOLS)/check-lock.mjs | $(STAMPS)/system
	@$(call heading,'tools: the rivals of the benchmark')
	@command -v java >/dev/null || { echo 'make bench needs Java 11 or later, for WireMock'; exit 1; }
	@node $(TOOLS)/check-lock.mjs $(TOOLS)/rivals/package-lock.json
	@(cd $(TOOLS)/rivals && npm ci --no-audit --no-fund --loglevel=error)
	@mkdir -p $(@D) && touch $@

# Nothing that is not in the file, nothing with another hash, and nothing that runs code while it is installed. What was downloaded stays,
# for the tests that install into empty folders.
$(STAMPS)/python: $(TOOLS)/requirements.txt | $(STAMPS)/system
	@$(call heading,'tools: Python packages')
	@rm -rf $(TOOLS)/venv $(TOOLS)/wheels && python3 -m venv $(TOOLS)/venv
	@$(TOOLS)/venv/bin/pip download --quiet --no-deps --require-hashes --only-binary :all: --dest $(TOOLS)/wheels \
		--requirement $(TOOLS)/requirements.txt
	@$(TOOLS)/venv/bin/pip install --quiet --no-deps --no-index --find-links $(TOOLS)/wheels --require-hashes \
		--requirement $(TOOLS)/requirements.txt
	@$(TOOLS)/venv/bin/pip check
	@mkdir -p $(@D) && touch $@

# Built anew when a pin changes, and when Go does, since the linter reads what the compiler of its own Go writes.
$(TOOLS)/bin/%: $(TOOLS)/go.mod $(TOOLS)/go.sum $(STAMPS)/go
	@$(call heading,'tools: $*')
	@$(LAZY) $(GO) -C $(TOOLS) build -ldflags=-s -o bin/$* $(PACKAGE_OF_$*)
	@touch $@

PACKAGE_OF_golangci-lint := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
PACKAGE_OF_govulncheck := golang.org/x/vuln/cmd/govulncheck

# Changes when the version of Go does.
$(STAMPS)/go: FORCE
	@mkdir -p $(@D)
	@version=$$($(GO) version); [[ $$version == "$$(cat $@ 2>/dev/null)" ]] || echo "$$version" >$@

.PHONY: FORCE
FORCE:

.PHONY: help
help: ## Print this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
