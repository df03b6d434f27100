import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport

/// A model that is nothing but parameters.
final class Holder: Module {
  let values: [Parameter]

  init(_ tensors: Tensor...) { values = tensors.map(Parameter.init) }

  /// The values of all parameters, one after the other.
  var scalars: [Float] { values.flatMap(\.value.scalars) }
}

/// Moves a vector by a rule along random gradients, and the same vector in `Double` by a reference.
///
/// - Parameters:
///   - rule: What moves the vector.
///   - steps: How many times.
///   - schedule: How the rule's learning rate changes.
///   - reference: Changes the value of one element, given its gradient, the number of the step (1
///     first), the step's learning rate and the element's memory, two numbers that start at 0.
/// - Returns: What both have become.
/// - Throws: What the optimizer throws.
func moved(
  _ rule: some UpdateRule,
  steps: Int = 20,
  schedule: LearningRateSchedule = .constant,
  reference: (inout Double, Double, Int, Double, inout (Double, Double)) -> Void
) throws -> (found: Tensor, expected: [Double]) {
  let start = Tensor.sample([37], seed: 99)
  let holder = Holder(start)
  let optimizer = Optimizer(of: holder, rule, schedule: schedule)
  var expected = start.scalars.map(Double.init)
  var memory = [(Double, Double)](repeating: (0, 0), count: expected.count)
  for step in 1...steps {
    let gradient = Tensor.sample([37], seed: UInt64(step))
    let rate = Double(rule.learningRate) * Double(schedule.factor(at: step))
    try optimizer.step(along: [gradient])
    for (index, g) in gradient.scalars.enumerated() {
      reference(&expected[index], Double(g), step, rate, &memory[index])
    }
  }
  return (holder.values[0].value, expected)
}
