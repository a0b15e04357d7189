# Daylight: `make run` serves the site with its cases, `make test` checks everything.
comma := ,
# SQLite's full-text search is compiled in by a tag; the user's own GOFLAGS are kept.
export GOFLAGS := $(if $(filter -tags=%,$(GOFLAGS)),$(patsubst -tags=%,-tags=%$(comma)sqlite_fts5,$(GOFLAGS)),$(GOFLAGS) -tags=sqlite_fts5)
# Setting CGO_CFLAGS drops Go's default "-O2 -g", so they are named again.
export CGO_CFLAGS ?= -O2 -g -DSQLITE_ENABLE_QPSG
export CGO_ENABLED := 1

DAYLIGHT_DB ?= daylight.db
DAYLIGHT_ADDR ?= 127.0.0.1:8080
export DAYLIGHT_DB DAYLIGHT_ADDR

.PHONY: run dev build test bench lint golden clean

run: build            ## build, migrate, seed and serve the site with its real cases
	bin/daylight seed
	bin/daylight serve

dev: build            ## the same, with templates and static files re-read for every request
	bin/daylight seed
	bin/daylight serve --dev

build:                ## bin/daylight
	go build -trimpath -o bin/daylight ./cmd/daylight

test:                 ## everything, with the race detector; what takes too long under it, without
	go vet ./...
	go test -race -timeout 25m ./...
	go test -run 'PublishedData|EveryTable' ./internal/exchange ./internal/registry

bench:                ## figures for the record; never part of a test
	go test -run '^$$' -bench . -benchmem -timeout 0 ./...

golden:               ## rewrite the committed expectations after a deliberate change
	go test ./internal/access ./internal/exchange ./internal/registry ./internal/web -run Golden -update

lint:                 ## formatting and vet
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these files"; exit 1; }
	go vet ./...

clean:
	rm -rf bin
