#!/usr/bin/env bash
# Installs what exported files are checked with: ONNX's checker and runtime, and safetensors. Safe to run at any time.
set -euo pipefail
cd "$(dirname "$0")/.."
Scripts/python-environment.sh .venv-export numpy onnx onnxruntime safetensors pillow
