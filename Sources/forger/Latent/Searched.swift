import Adversarial
import Archives
import Training

/// What a search makes of each picture, with a display of how far it is.
func searched<Result>(
  _ targets: [TargetPicture],
  steps: Int,
  on console: Console,
  _ search: (TargetPicture, _ progress: (Int, Double) -> Void) throws -> Result
) throws -> [Result] {
  let display = WorkDisplay(of: targets.count * (steps + 1), on: console)
  defer { display.end() }
  return try targets.enumerated().map { index, target in
    try search(target) { step, loss in
      display.update(
        index * (steps + 1) + step,
        printable(
          "\(target.name): step \(step) of \(steps), loss \(NumberText.general(loss, digits: 4))"
        )
      )
    }
  }
}
