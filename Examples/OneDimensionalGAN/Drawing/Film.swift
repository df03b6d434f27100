import Archives
import Foundation
import Imaging

/// Scenes as files: each as SVG, and all of them as an animated GIF.
final class Film {
  private let folder: String
  private var scenes: [Scene] = []

  /// A film in a folder, which is made where it is missing.
  init(in folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: "\(folder)/frames",
      withIntermediateDirectories: true
    )
  }

  /// Adds a scene and writes its SVG.
  func add(_ scene: Scene) throws {
    var canvas = SVGCanvas(width: Scene.width, height: Scene.height)
    scene.draw(on: &canvas)
    let number = String(format: "%06d", scene.round)
    try AtomicFile.write(canvas.document, to: "\(folder)/frames/\(number).svg")
    scenes.append(scene)
  }

  /// Writes the animation, which rests at its end.
  func finish() throws {
    guard !scenes.isEmpty else { return }
    try GIF.write(
      scenes.count,
      to: "\(folder)/training.gif",
      seconds: { $0 == self.scenes.count - 1 ? 3 : 0.1 },
      frame: { index in
        var canvas = RasterCanvas(width: Scene.width, height: Scene.height)
        self.scenes[index].draw(on: &canvas)
        return canvas.image
      }
    )
  }
}
