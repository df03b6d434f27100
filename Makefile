# Common tasks; `make` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-mpi setup-export setup-xla setup-browser setup-tensorboard build test interface check-link check-mpi check-export check-devices \
  check-page check-tensorboard stress-page bench-device demo bench against parity quality quality-time models emoji fuzz format lint docs book \
  clean torture crashes soak sanitize sanitize-swift drills install uninstall dist check-dist check-arm64

# Where and how `make demo`, `make torture`, `make soak`, `make bench` and `make quality` run; override as in
# `make demo DEMO_OUT=somewhere`.
DEMO_OUT ?= demo
DEMO_FLAGS ?= --dataset fashion-mnist --channels 128 --iterations 1800 --preview-interval 100
TORTURE_FLAGS ?= --kills 30 --megabytes 20
SOAK_FLAGS ?= --iterations 200000
BENCH_FLAGS ?= --pairs 5 --iterations 8
OTHER ?=
AGAINST_FLAGS ?= --pairs 5
QUALITY_FLAGS ?= --seeds 3
MODELS_FLAGS ?= --minutes 5 --out models
DOCS_OUT ?= docs-build
BOOK_OUT ?= book-build
PREFIX ?= /usr/local

# Idle threads sleep early, so that other programs on the machine slow tests down only proportionally.
export GOMP_SPINCOUNT ?= 1000

SWIFT_FILES := Package.swift Sources Tests Examples Book Fuzzing/Package.swift Fuzzing/Sources
DOCUMENTED := Randomness OneDNN TensorCore NeuralNetworks Optimizers Archives Batches Imaging Datasets \
  Terminal Training Downloads Evaluation Adversarial Distributed StableHLO PJRT Accelerators \
  Recipes LatentTools Interchange Serving Reports ForgerCommand

help: ## Lists the targets.
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

setup: ## Installs what is missing: a few Debian packages and oneDNN.
	@Scripts/setup.sh

build: setup ## Builds the command, .build/release/forger.
	swift build -c release --product forger

install: build ## Installs the command, its manual pages and completions: make install PREFIX=/usr/local.
	Scripts/manual.sh .build/release/forger .build/manual
	Scripts/install.sh install $(PREFIX) .build/release/forger .build/manual

uninstall: ## Removes what make install has installed below PREFIX.
	Scripts/install.sh uninstall $(PREFIX)

dist: setup ## Makes a Debian package and an archive of the command in the folder dist.
	Scripts/dist.sh dist

check-dist: ## Installs and removes what make dist has made, in fresh roots of Debian 12; needs root.
	Scripts/check-dist.sh dist

check-arm64: ## Runs the tests of the C sources on an emulated arm64.
	Scripts/check-arm64.sh

test: setup lint ## Builds and runs all tests and examples, and checks format and structure.
	swift build -c release --build-tests
	swift test -c release --skip-build
	Scripts/run-examples.sh
	python3 Scripts/torture --kills 5 --limits 3 --megabytes 8
	python3 Scripts/crashes --states 6
	python3 Scripts/check-mpi.py --kills 4
	python3 Scripts/check-device-faults.py
	python3 Scripts/check-export.py
	Scripts/check-page.sh
	python3 Scripts/check-tensorboard.py
	Scripts/check-install.sh

setup-browser: ## Installs a browser without windows, for the test of the page.
	Scripts/setup-browser.sh

stress-page: build ## Measures what clients of the page cost a training, and attacks its server.
	python3 Scripts/stress-page.py

check-page: build ## Tries the page of runs in a browser.
	Scripts/check-page.sh

setup-tensorboard: ## Installs TensorBoard, by which the event files of runs are checked.
	Scripts/python-environment.sh .venv-tensorboard tensorboard

check-tensorboard: build ## Has TensorBoard read back what runs write for it.
	python3 Scripts/check-tensorboard.py

setup-mpi: ## Installs Open MPI, for runs that several processes share.
	Scripts/setup-mpi.sh

setup-xla: ## Installs XLA's plugin for the CPU, for --device xla and its tests.
	Scripts/setup-xla.sh

check-devices: build ## Trains by Forger's engine and by XLA, on a device that fails, too.
	python3 Scripts/check-devices.py
	python3 Scripts/check-device-faults.py

check-mpi: build ## Trains by several processes, with each MPI that is installed.
	swift build -c release --product FaultyProgram
	python3 Scripts/check-mpi.py

check-link: build ## Cuts the cable between two hosts of a run, which are network namespaces; needs root.
	python3 Scripts/check-link.py

setup-export: ## Installs ONNX's checker and runtime and safetensors, which exported files are checked with.
	Scripts/setup-export.sh

check-export: build ## Runs exported networks in onnxruntime, and reads weights by their own packages.
	python3 Scripts/check-export.py

torture: build ## Kills runs and fills disks at random moments, and checks that nothing is lost.
	python3 Scripts/torture $(TORTURE_FLAGS)
	python3 Scripts/torture --recipe pictures $(TORTURE_FLAGS)

crashes: build ## Cuts commands short at every file operation, and checks that nothing is lost.
	swift build -c release --product FetchProgram
	python3 Scripts/crashes

soak: build ## Trains for 200,000 iterations, and checks that nothing grows and nothing slows down.
	python3 Scripts/soak $(SOAK_FLAGS)

demo: build ## Trains on Fashion-MNIST for some minutes and lists the samples.
	.build/release/forger train $(DEMO_FLAGS) --out $(DEMO_OUT) --overwrite
	@echo
	@echo "Samples during training, the last ones being the best:"
	@ls $(DEMO_OUT)/preview/*.png | sed 's|^|  |'

bench: build ## Times training against PyTorch, alternately.
	Scripts/bench.sh $(BENCH_FLAGS)

bench-device: build ## Times training on a GPU against PyTorch on the same one, alternately.
	Scripts/bench-device.sh $(BENCH_FLAGS)

against: build ## Times training against another build of Forger: make against OTHER=path/to/forger.
	python3 Benchmarks/against.py $(OTHER) $(AGAINST_FLAGS)

parity: setup ## Times the examples against the recipes of the same tutorials.
	swift build -c release
	python3 Benchmarks/examples.py

quality: build ## Trains the recipes with Forger and with PyTorch, and evaluates the samples of both.
	Scripts/quality.sh $(QUALITY_FLAGS)

emoji: ## Makes a folder of 3,926 emoji, for trying few images of one's own.
	Scripts/emoji.sh emoji

quality-time: build ## Measures quality over the time of training, against PyTorch.
	Scripts/quality-time.sh $(QUALITY_FLAGS)

models: build ## Compares a PixelCNN, a variational autoencoder and a GAN after the same time of training.
	swift build -c release --product Autoregressive
	swift build -c release --product VariationalAutoencoder
	python3 Benchmarks/models/models.py $(MODELS_FLAGS)

fuzz: setup ## Feeds 100,000 mutated files each to the readers of images, of archives and of runs.
	Scripts/fuzz.sh

sanitize: setup ## Runs the C sources over odd shapes under sanitizers, for each kind of CPU.
	Scripts/sanitize.sh

sanitize-swift: setup ## Runs the Swift tests under the address sanitizer.
	Scripts/sanitize-swift.sh

format: ## Formats the Swift sources.
	swift format --in-place --recursive --parallel --configuration .swift-format $(SWIFT_FILES)

lint: ## Checks the format, structure, public interface and words of the sources, and the book's blocks.
	swift format lint --strict --recursive --parallel --configuration .swift-format $(SWIFT_FILES)
	Scripts/check-structure.sh
	python3 Scripts/check_interface.py
	python3 Scripts/check_words.py
	python3 Scripts/check_book.py

interface: ## Stores the library's public interface, where a change of it is wanted.
	python3 Scripts/check_interface.py --store

drills: setup ## Extends Forger from packages elsewhere, as CONTRIBUTING.md walks through.
	@for drill in architecture setting classes format extension operator; do \
	  echo "== $$drill"; Scripts/drills/$$drill.sh || exit 1; \
	done

docs: setup ## Builds the documentation, with warnings as errors.
	swift package --allow-writing-to-directory $(DOCS_OUT) generate-documentation \
	  $(addprefix --target ,$(DOCUMENTED)) --enable-experimental-combined-documentation \
	  --warnings-as-errors --transform-for-static-hosting --output-path $(DOCS_OUT)

book: ## Builds the book, with warnings as errors.
	Scripts/book.sh $(BOOK_OUT)

clean: ## Removes what was built.
	swift package clean
	rm -rf $(DOCS_OUT) $(BOOK_OUT) .build-sanitize
