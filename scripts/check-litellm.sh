#!/usr/bin/env bash
# unwritten behind a real LiteLLM proxy in front of a real llama-server; everything from package registries.
#
#   bash scripts/check-litellm.sh        needs scripts/install-ollama.sh to have run; a few minutes the first time
#
# The proxy comes into ~/.cache/unwritten-litellm. Checked: the doctor through the proxy with the key of the proxy, a
# wrong key (exit 2, no key in what is said), and an interaction whose files hold no key. Ends with `ok` or a reason.
set -euo pipefail

litellm_version=1.108.7
here=$(cd "$(dirname "$0")/.." && pwd)
ollama=${UNWRITTEN_OLLAMA:-$HOME/.cache/unwritten-ollama}
cache=$HOME/.cache/unwritten-litellm
work=$(mktemp -d)
node=$here/node_modules/.bin/node
llama_port=18091
proxy_port=18092
key=sk-unwritten-$RANDOM$RANDOM$RANDOM
pids=()

finish() {
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

fail() {
	echo "check-litellm: $1" >&2
	exit 1
}

wait_for() {
	for _ in $(seq 600); do
		curl --silent --fail --output /dev/null "$1" && return 0
		sleep 0.2
	done
	fail "nothing answers at $1"
}

[ -x "$cache/venv/bin/litellm" ] || {
	python3 -m venv "$cache/venv"
	"$cache/venv/bin/pip" install --quiet "litellm[proxy]==$litellm_version"
}

"$ollama/lib/ollama/llama-server" -m "$ollama/weights/smollm2-135m.gguf" -np 4 -c 16384 \
	--host 127.0.0.1 --port $llama_port >"$work/llama.log" 2>&1 &
pids+=($!)
cat >"$work/proxy.yaml" <<-YAML
	model_list:
	  - model_name: small
	    litellm_params:
	      model: openai/small
	      api_base: http://127.0.0.1:$llama_port/v1
	      api_key: none
	general_settings:
	  master_key: $key
YAML
LITELLM_LOCAL_MODEL_COST_MAP=True "$cache/venv/bin/litellm" --config "$work/proxy.yaml" --host 127.0.0.1 \
	--port $proxy_port --telemetry False >"$work/proxy.log" 2>&1 &
pids+=($!)
wait_for "http://127.0.0.1:$llama_port/health"
wait_for "http://127.0.0.1:$proxy_port/health/liveliness"

engine=(--engine openai --host "http://127.0.0.1:$proxy_port/v1" --model small)
echo '== the doctor through the proxy'
UNWRITTEN_API_KEY=$key "$node" "$here/dist/cli.js" check "${engine[@]}" || fail 'the doctor found something wrong'

echo '== a wrong key'
code=0
said=$(UNWRITTEN_API_KEY=sk-wrong-0123456789 "$node" "$here/dist/cli.js" --plain --count 1 --out "$work/none" \
	"${engine[@]}" 2>&1) || code=$?
echo "$said"
[ "$code" -eq 2 ] || fail "a wrong key ended with $code"
[[ $said != *sk-wrong* ]] || fail 'the wrong key was said aloud'

echo '== an interaction'
UNWRITTEN_API_KEY=$key "$node" "$here/dist/cli.js" --plain --count 1 --seed 7 --parallel 1 --out "$work/out" \
	"${engine[@]}" || [ $? -eq 3 ] || fail 'the run failed'
[ -s "$work"/out/runs/*/interactions.jsonl ] || [ -s "$work"/out/runs/*/attempts.jsonl ] || fail 'nothing was made'
! grep -rq "$key" "$work/out" || fail 'the key stands in a file'
echo ok
