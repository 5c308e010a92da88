# Recipes; `just` lists them.

_list:
    @just --list

# What continuous integration runs
ci:
    bash .ci/run

# The tests
test:
    cargo test --workspace

# Scenarios of a crate by name: `just scenario crossfoot broken::rows-ragged`
scenario crate name="":
    cargo test -p {{crate}} --test scenarios -- "{{name}}"

# Formatting, lints and documentation, warnings denied
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Rewrite reports and expected outputs; read the difference before you commit it
bless:
    SNAPSHOTS=overwrite cargo test -p crossfoot -p crossfoot-ingest -p crossfoot-report --no-fail-fast

# Add new patterns to the catalogues of all languages and remove unused ones (needs gettext)
catalogues:
    SNAPSHOTS=overwrite cargo test -p crossfoot-report --lib language::tests::the_template
    for po in crates/report/locales/*.po; do msgmerge --update --backup=off --no-wrap --no-fuzzy-matching "$po" crates/report/locales/crossfoot.pot && msgfmt --check --statistics -o /dev/null "$po"; done

# The paper: tables and claims next to the recomputed values
reproduce:
    cargo run -- reproduce data/hgr-2021-2024

# The notebooks, executed from scratch by the Rust kernel and compared with what is saved in them (`--bless` saves, `--open` opens Jupyter)
notebooks *options="":
    notebooks-rs/run {{options}}

# The HTML reports in headless Chromium: sorting, searching, notes, themes, paper, accessibility
browser:
    tests/browser/run
    tests/browser/page

# Crossfoot as one HTML file, target/page/crossfoot.html
page:
    crates/browser/build-page

# Exports, read by frictionless, csvw and openpyxl
exports:
    tests/exports/run

# Speed compared with pandas, polars and DuckDB, in one run
bench:
    benches/run

# Batches of studies of the size of the paper, compared with pandas, matplotlib and Jinja
bench-batch *options="":
    benches/batch {{options}}

# How well root causes are found, on studies that were not used for tuning (`--help` lists options)
bench-causes *options="--seeds report":
    cargo run --release -p crossfoot-bench --bin causes -- {{options}}

# What takes too long for every change: fuzzing, root causes, speed, statistics
long *steps="":
    .ci/long {{steps}}

# What a release hands out: archive, wheel and checksums
release *options:
    .ci/release {{options}}

# The wheel of Python: built, installed, tested
python *options:
    tests/python/run {{options}}

# Licences and advisories of dependencies (needs cargo-deny)
deny:
    cargo deny check
