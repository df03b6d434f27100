import Testing
import Foundation
import Archives
import NeuralNetworks
import Optimizers
import TensorCore
import Randomness
import Adversarial
final class Rec: NoiseSource {
  var q: [Tensor] = []
  func standardNormal(_ s: Shape) -> Tensor { q.removeFirst() }
}
func f(_ a: NumpyArray) -> [Float] {
  if case .float32(let v) = a.elements { return v };
  if case .uint8(let v) = a.elements { return v.map(Float.init) }; return []
}
func t(_ a: NumpyArray) -> Tensor { Tensor(f(a), shape: Shape(a.shape)) }
@Test func golden() throws {
  let g = try NPZ.read("/work/shared/golden/chainer_dcgan.npz")
  let r = RandomStream(seed: 0, purpose: "w")
  let noise = Rec()
  let G = DCGANGenerator(latentSize: 8, channels: 16, using: r),
    D = DCGANDiscriminator(channels: 16, noise: noise, using: r)
  try ModelLayout.chainerGenerator.load(g.section("init/gen/"), into: G, path: "x")
  try ModelLayout.chainerDiscriminator.load(g.section("init/dis/"), into: D, path: "x")
  let a = Adam(learningRate: 2e-4, beta1: 0.5, form: .chainer)
  let og = Optimizer(of: G, a, hooks: [WeightDecay(rate: 1e-4)]),
    od = Optimizer(of: D, a, hooks: [WeightDecay(rate: 1e-4)])
  let up = SharedForwardUpdate(
    generator: G,
    discriminator: D,
    generatorOptimizer: og,
    discriminatorOptimizer: od
  )
  for i in 0..<3 {
    let s = g.section("iter\(i)/")
    noise.q = (0..<16).map { t(s[String(format: "noise%02d", $0)]!).transposed([0, 2, 3, 1]) }
    let x = t(s["x"]!).transposed([0, 2, 3, 1]) * (1 / 255.0)
    let res = try up(real: x, z: t(s["z"]!))
    print(res.generatorLoss, f(s["loss_gen"]!), res.discriminatorLoss, f(s["loss_dis"]!))
  }
  for (n, l, m) in [
    ("gen", ModelLayout.chainerGenerator, G as any Module),
    ("dis", .chainerDiscriminator, D as any Module),
  ] {
    let arr = l.arrays(of: m)
    for k in arr.names {
      let e = f(g["after/\(n)/\(k)"]!), b = f(arr[k]!)
      print(n, k, zip(e, b).map { abs($0 - $1) }.max() ?? 0)
    }
  }
  let im = inference { G(t(g["test/z"]!)) }
  print(
    "image",
    zip(im.transposed([0, 3, 1, 2]).scalars, f(g["test/image"]!)).map { abs($0 - $1) }.max()!
  )
  print("score", inference { D(im) }.scalars, f(g["test/score"]!))
}
