#!/usr/bin/env bash
# Every format of `unwritten export`, read by the libraries that trainers use: datasets, pyarrow, pandas, and a chat
# template through transformers. Nothing is fetched while it runs but the packages, once.
#
#   bash scripts/check-export.sh        31 s the first time on two cores, for the packages; then seconds
#
# The packages come into ~/.cache/unwritten-export. Ends with `ok` or a reason.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
cache=${UNWRITTEN_EXPORT:-$HOME/.cache/unwritten-export}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unwritten=("$here/node_modules/.bin/node" "$here/dist/cli.js")

if [ ! -e "$cache/installed" ]; then
	python3 -m venv "$cache/venv"
	"$cache/venv/bin/pip" install -q datasets==5.2.0 pyarrow==26.0.1 pandas==3.1.1 transformers==5.24.0 jinja2==3.1.6
	touch "$cache/installed"
fi

run() { "${unwritten[@]}" "$@" --out "${out:-$work/out}" >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }; }
run --engine rehearsal --plain --count 256 --variations 2 --seed 7
for format in json jsonl messages sharegpt alpaca csv parquet; do run export latest --format "$format"; done
run export latest --splits 80/10/10 --dataset "$work/sets/chat" \
	--format messages --format sharegpt --format alpaca --format jsonl
for format in parquet csv; do run export latest --splits 80/10/10 --dataset "$work/sets/$format" --format "$format"; done

HF_HUB_OFFLINE=1 HF_DATASETS_CACHE="$work/cache" "$cache/venv/bin/python" "$here/scripts/check_export.py" "$work/out" "$work/sets"

# A file of v2.2 alone, merged with a run, one with fields and kinds that we do not know, and one where a field first
# comes late in a large file: as files, and as data sets.
old="$here/test/fixtures/v2.2-batch.json"
out="$work/merged" run merge "$old" "$work"/out/runs/*
"$cache/venv/bin/python" "$here/scripts/check_other_sets.py" make "$old" "$work"/merged/*.json "$work/other"
for set in old mixed strange large; do
	for format in jsonl messages sharegpt alpaca csv parquet; do
		out="$work/other/$set/$format" run export "$work/other/$set.json" --format "$format"
	done
	run export "$work/other/$set.json" --splits 80/20 --dataset "$work/other/$set/set" \
		--format messages --format sharegpt --format alpaca --format jsonl
	for format in parquet csv; do
		run export "$work/other/$set.json" --splits 80/20 --dataset "$work/other/$set/set-$format" --format "$format"
	done
done
HF_HUB_OFFLINE=1 HF_DATASETS_CACHE="$work/cache" "$cache/venv/bin/python" "$here/scripts/check_other_sets.py" check "$work/other"
