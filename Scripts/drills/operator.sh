#!/usr/bin/env bash
# Shows that an element-wise operator with a kernel takes two files, as CONTRIBUTING.md walks through: swish is
# added to a copy of the sources, and its values and both its derivatives are compared with the formula.
#
# usage: Scripts/drills/operator.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

# The commit at hand, to be changed.
copy=$scratch/forger
git clone --quiet "$root" "$copy"
core=$copy/Sources/TensorCore

# The function, its name and its kernel: three lines of one file.
python3 - "$core/Engine/UnaryFunction.swift" <<'PYTHON'
import re
import sys
from pathlib import Path

path = Path(sys.argv[1])
text = path.read_text()
lines = {
    r"( *)case softplus\n": "{0}case softplus\n{0}/// x / (1 + e⁻ˣ).\n{0}case swish\n",
    r'( *)case \.softplus: "softplus"\n': '{0}case .softplus: "softplus"\n{0}case .swish: "swish"\n',
    r"( *)(case \.softplus: Kernels.*\n)":
        "{0}{1}{0}case .swish: Kernels.map(x) {{ $0 / (1 + VectorFunctions.exponential(-$0)) }}\n",
}
for pattern, replacement in lines.items():
    text, count = re.subn(pattern, lambda match: replacement.format(*match.groups()), text)
    if count != 1:
        sys.exit(f"{path}: {count} places for {pattern}")
path.write_text(text)
PYTHON

# The operator with its backward pass: a file of its own.
cat > "$core/Operators/Activations/Swish.swift" <<'SWIFT'
/// x · σ(x).
///
/// Source: Ramachandran, Zoph and Le 2017, "Searching for Activation Functions".
public func swish(_ x: Tensor) -> Tensor {
  .applying(.unary(.swish), to: x, shape: x.shape, saving: [x]) { pass in
    let (x, s) = (pass.saved(0), sigmoid(pass.saved(0)))
    return [pass.gradient * (s + x * s * (1 - s))]
  }
}
SWIFT

file=main.swift make_package swished ".package(path: \"$copy\")" Forger <<'SWIFT'
import Foundation
import TensorCore

let points: [Float] = [-20, -3, -0.5, 0, 0.1, 1, 2.5, 30]
let x = Tensor(points).tracked
let value = swish(x)
let gradient = gradients(of: value.sum(), withRespectTo: [x], createsGraph: true)[0]
let second = gradients(of: gradient.sum(), withRespectTo: [x])[0]
for (index, point) in points.enumerated() {
  let (p, s) = (Double(point), 1 / (1 + exp(-Double(point))))
  let expected = [p * s, s + p * s * (1 - s), s * (1 - s) * (2 + p * (1 - 2 * s))]
  for (found, expected) in zip([value, gradient, second], expected) {
    // A few roundings of numbers up to 30.
    precondition(abs(Double(found.scalars[index]) - expected) < 1e-5, "swish at \(point)")
  }
}
print("swish and both its derivatives are the formula's at \(points.count) points.")
SWIFT
build_package swished "$scratch/build"
"$program"
cd "$copy"
mapfile -t files < <(git status --short --untracked-files=all | cut -c 4-)
[ ${#files[@]} = 2 ] || { echo "files touched: ${files[*]}; expected 2" >&2; exit 1; }
finish "An operator with a kernel and both derivatives." "${files[@]}"
