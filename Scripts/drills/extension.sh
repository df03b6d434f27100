#!/usr/bin/env bash
# Shows that an extension can come from elsewhere: a package that depends on Forger adds one source file with
# something new that every run of its command writes, resumes exactly, mentions at its end and removes with the run.
#
# usage: Scripts/drills/extension.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

make_package bright "$standing" Forger ForgerCommand <<'SWIFT'
import Archives
import ForgerCommand
import Imaging
import Recipes
import Training

@main
struct BrightForger {
  static func main() {
    Forger.main(extending: [
      RunExtension(
        every: .iterations(2), writing: RunFiles(names: [BrightnessLog.file])
      ) { parts in BrightnessLog(of: parts.gan) }
    ])
  }
}

/// Writes how bright samples are, a line each time.
final class BrightnessLog: Extension {
  static let file = "brightness.txt"
  let name = "brightness"
  private let gan: GAN
  private var lines = ""

  init(of gan: GAN) { self.gan = gan }

  func run(in trainer: Trainer) throws {
    let pixels = gan.sampler.grid(rows: 2, columns: 2, seed: 0).pixels
    lines += "\(trainer.iteration) \(pixels.reduce(0) { $0 + Int($1) } / pixels.count)\n"
    try AtomicFile.write(Array(lines.utf8), to: trainer.folder.path(of: Self.file))
  }

  func findings(in trainer: Trainer) -> [RunFinding] {
    [.file("brightness", path: trainer.folder.path(of: Self.file))]
  }

  func state() throws -> NamedArrays {
    var state = NamedArrays()
    state["lines"] = NumpyArray(shape: [lines.utf8.count], elements: .uint8(Array(lines.utf8)))
    return state
  }

  func restore(from state: StateReader) throws {
    lines = String(decoding: try state.bytes("lines"), as: UTF8.self)
  }
}
SWIFT
build_package bright
write_pictures pictures all

train=(train mlp-mnist -i pictures --image-size 16 --channels 4 -b 2)
says "brightness  whole/brightness.txt" "${train[@]}" --iterations 6 --out whole
runs "${train[@]}" --iterations 4
runs train --resume latest --iterations 6
cmp whole/brightness.txt result/brightness.txt
[ "$(cut -d ' ' -f 1 result/brightness.txt | tr '\n' ' ')" = "2 4 6 " ] \
  || { cat result/brightness.txt >&2; exit 1; }
runs "${train[@]}" --iterations 1 --overwrite
[ ! -e result/brightness.txt ] || { echo "brightness.txt is left of the old run" >&2; exit 1; }
finish "An extension from elsewhere writes, resumes exactly, is mentioned, and goes with its run." \
  Sources/bright/*
