import FileTestSupport
import Foundation
import Testing

/// Command lines that make no sense: exit code 2, before any file is touched.
@Suite struct UsageTests {
  /// A command line, and what has to be said about it.
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let words: [String]
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String, _ words: String...) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.words = words
    }
  }

  static let cases = [
    Case("nonsense", "nonsense"),
    Case("--nonsense", "--nonsense"),
    Case("train dcgan-cifar11", "dcgan-cifar11", "dcgan-cifar10"),
    Case("train --nonsense", "--nonsense"),
    Case("train dcgan-cifar10 more", "more"),
    Case("train --dataset", "--dataset"),
    Case("train --channels", "--channels"),
    Case("train --batch-size 0", "batch-size is 0", "1 to 65536"),
    Case("train --batch-size=-1", "batch-size is -1", "1 to 65536"),
    Case("train --batch-size -1", "--batch-size"),
    Case("train -b 65537", "batch-size is 65537", "1 to 65536"),
    Case("train --batch-size 99999999999999999999", "99999999999999999999", "--batch-size"),
    Case("train --batch-size many", "many", "--batch-size"),
    Case("train --batch-size 1.5", "1.5", "--batch-size"),
    Case("train --channels 0", "channels is 0", "1 to 8192"),
    Case("train --channels 12", "channels is 12", "a multiple of 8"),
    Case("train --channels=-8", "channels is -8", "1 to 8192"),
    Case("train --channels 8200", "channels is 8200", "1 to 8192"),
    Case("train upsampling-mnist --channels 3", "channels is 3", "a multiple of 2"),
    Case("train --image-size 8", "image-size is 8", "16 to 512"),
    Case("train --image-size 64x513", "image-size is 513", "16 to 512"),
    Case("train --image-size 64x", "64x", "--image-size"),
    Case("train --image-size big", "big", "--image-size"),
    Case("train --image-size 64 --channels 24", "channels is 24", "a multiple of 16"),
    Case("train upsampling-mnist --image-size 30", "image-size is 30", "multiples of 4"),
    Case("train dcgan --image-size 512 --channels 4096", "channels is 4096", "GiB"),
    Case("train --latent-size 0", "latent-size is 0", "1 to 65536"),
    Case("train -n 65537", "latent-size is 65537", "1 to 65536"),
    Case("train --epochs 0", "epochs is 0", "1 to 1000000000"),
    Case("train -e 1000000001", "epochs is 1000000001", "1 to 1000000000"),
    Case("train --iterations 0", "iterations is 0", "1 to 1000000000"),
    Case("train --iterations=-3", "iterations is -3", "1 to 1000000000"),
    Case("train --epochs 1 --iterations 1", "--epochs", "--iterations", "exclude"),
    Case("train --resume latest --overwrite", "--resume", "--overwrite", "exclude"),
    Case("train --extend", "--extend", "--resume"),
    Case("train --extend --epochs 3", "--extend", "--resume"),
    Case("train --extend --resume latest", "--extend", "--epochs", "--iterations", "how many"),
    Case("train --extend --resume latest --epochs 0", "epochs is 0", "1 to 1000000000"),
    Case("train --display-interval=-1", "display-interval is -1", "1 to 1000000000"),
    Case("train --preview-interval 0", "preview-interval is 0", "1 to 1000000000"),
    Case("train --snapshot-interval=-100", "snapshot-interval is -100", "1 to 1000000000"),
    Case("train --objective least", "least", "least-squares", "hinge", "wasserstein"),
    Case("train --crop middle", "middle", "--crop", "center", "none"),
    Case("train --crop", "--crop"),
    Case("train --resize bicubic", "bicubic", "--resize", "area", "lanczos"),
    Case("train --color dark", "dark", "--color", "rgb", "gray"),
    Case("train --flip yes", "yes"),
    Case("train --cache=-1", "--cache is -1", "0 to 16777216"),
    Case("train --cache 16777217", "--cache is 16777217"),
    Case("train --cache much", "much", "--cache"),
    Case("train --label-smoothing 0.6", "label-smoothing is 0.6", "0 to 0.5"),
    Case("train --label-smoothing=-0.1", "label-smoothing is -0.1", "0 to 0.5"),
    Case("train --label-smoothing nan", "label-smoothing is nan", "0 to 0.5"),
    Case("train --objective hinge --label-smoothing 0.1", "label-smoothing is 0.1", "hinge", "0,"),
    Case("train --gradient-penalty=-1", "gradient-penalty is -1", "0 to 1000000"),
    Case("train --gradient-penalty inf", "gradient-penalty is inf", "0 to 1000000"),
    Case("train --gradient-penalty ten", "ten", "--gradient-penalty"),
    Case("train --r1=-1", "r1 is -1", "0 to 1000000"),
    Case("train --r1 1e7", "r1 is 10000000", "0 to 1000000"),
    Case("train --discriminator-steps 0", "discriminator-steps is 0", "1 to 100"),
    Case("train --discriminator-steps 101", "discriminator-steps is 101", "1 to 100"),
    Case("train --discriminator-steps 1.5", "1.5", "--discriminator-steps"),
    Case("train --average 1", "average is 1", "less than 1"),
    Case("train --average=-0.5", "average is -0.5", "0 or more"),
    Case("train --average nan", "average is nan", "less than 1"),
    Case("train --seed=-1", "-1", "--seed"),
    Case("train --keep 0", "--keep is 0", "1 or more"),
    Case("train --keep=-1", "--keep is -1", "1 or more"),
    Case("train --threads 0", "--threads is 0", "1 to 1024"),
    Case("train --threads 1025", "--threads is 1025", "1 to 1024"),
    Case("generate", "checkpoint"),
    Case("generate a --rows 0", "--rows is 0", "1 to 1000"),
    Case("generate a --columns 1001", "--columns is 1001", "1 to 1000"),
    Case("generate a --rows 1000 --columns 1000", "1000000 pictures", "65536"),
    Case("generate a --count 5", "--count", "--each"),
    Case("generate a --each --rows 5", "--each", "--count"),
    Case("generate a --each --count 0", "--count is 0", "1 to 10000000"),
    Case("generate a --class b --each-class 2", "--class and --each-class exclude each other"),
    Case("generate a --each-class 0", "--each-class is 0", "1 to 1000"),
    Case("generate a --each-class 1001", "--each-class is 1001", "1 to 1000"),
    Case("generate a --each-class 2 --rows 2", "--each-class says how many"),
    Case("generate a --threads 0", "--threads is 0", "1 to 1024"),
    Case("generate a --seed many", "many", "--seed"),
    Case("interpolate", "checkpoint"),
    Case("interpolate a --steps 1", "--steps is 1", "2 to 1000"),
    Case("interpolate a --pairs 0", "--pairs is 0", "1 to 1000"),
    Case("interpolate a --pairs 1000 --steps 1000", "1000000 pictures", "65536"),
    Case("interpolate a --linear --spherical", "--linear", "--spherical"),
    Case("interpolate a --out a.gif --gif a.gif", "--out", "--gif", "two files"),
    Case("project", "checkpoint"),
    Case("project a", "pictures", "--dataset"),
    Case("project a b --dataset c", "pictures", "--dataset", "not both"),
    Case("project a b --count 3", "--count", "--dataset"),
    Case("project a --dataset b --count 0", "--count is 0", "1 to 1000"),
    Case("project a --dataset b --count 1001", "--count is 1001", "1 to 1000"),
    Case("project a b --loss l3", "l3", "l1", "l2", "features"),
    Case("project a b --steps 0", "steps is 0", "1 to 100000"),
    Case("project a b --restarts 257", "restarts is 257", "1 to 256"),
    Case("project a b --learning-rate 0", "learning-rate is 0", "positive"),
    Case("project a b --learning-rate nan", "learning-rate is nan", "positive"),
    Case("project a b --out c --gif c", "--out", "--gif", "two files"),
    Case("project a b --gif c --arrays c", "--gif", "--arrays", "two files"),
    Case("project a b --threads 0", "--threads is 0", "1 to 1024"),
    Case("complete a", "pictures", "--dataset"),
    Case("complete a b --window 4", "window is 4", "odd"),
    Case("complete a b --window 1", "window is 1", "3 to 1023"),
    Case("complete a b --prior=-1", "prior is -1", "0 to 1000000"),
    Case("complete a b --prior inf", "prior is inf", "0 to 1000000"),
    Case("complete a b --out c --arrays c", "--out", "--arrays", "two files"),
    Case("nearest", "checkpoint"),
    Case("nearest a --samples 0", "samples is 0", "1 to 20000"),
    Case("nearest a --rows 1001", "rows is 1001", "1 to 1000"),
    Case("nearest a --threads 0", "--threads is 0", "1 to 1024"),
    Case("recipes nonsense", "nonsense"),
    Case("recipes show", "recipe"),
    Case("recipes show gan", "gan", "dcgan-cifar10"),
    Case("datasets nonsense", "nonsense"),
    Case("datasets fetch", "name"),
    Case("datasets fetch cifar11", "cifar11", "cifar10", "fashion-mnist"),
    Case("datasets fetch mnist --mirror a", "'a'", "--mirror"),
    Case("datasets fetch mnist --mirror file:///etc", "file:///etc", "--mirror"),
    Case("datasets fetch mnist --mirror ftp://a/b", "ftp://a/b", "--mirror"),
    Case("datasets fetch mnist --mirror http://a/b?c", "http://a/b?c", "--mirror"),
    Case("datasets fetch mnist --stall-timeout 0", "--stall-timeout is 0", "1 to 3600"),
    Case("datasets fetch mnist --stall-timeout 3601", "--stall-timeout is 3601", "1 to 3600"),
    Case("datasets fetch mnist --retries=-1", "--retries is -1", "0 to 1000"),
    Case("datasets inspect", "name|path"),
    Case("datasets inspect a --rows 0", "--rows is 0", "1 to 1000"),
    Case("datasets inspect a --columns 1001", "--columns is 1001", "1 to 1000"),
    Case("datasets inspect a --rows 1000 --columns 1000", "1000000 pictures", "65536"),
    Case("bench nonsense", "nonsense", "dcgan-cifar10"),
    Case("bench --iterations 0", "iterations is 0", "1 to 1000000"),
    Case("bench --channels 12", "channels is 12", "a multiple of 8"),
    Case("bench --batch-size 0", "batch-size is 0", "1 to 65536"),
    Case("bench --threads 0", "--threads is 0", "1 to 1024"),
  ]

  @Test(arguments: cases)
  func isRefused(_ wrong: Case) throws {
    try expectUsageProblem(wrong.arguments, in: TemporaryFolder(), saying: wrong.words)
  }

  @Test(arguments: [
    ["train", "--out", ""], ["train", "--dataset", ""], ["train", "--resume", ""],
    ["generate", ""], ["interpolate", ""], ["generate", "a", "--out", ""],
    ["project", "", "b"], ["project", "a", ""], ["project", "a", "b", "--gif", ""],
    ["complete", "a", "b", "--arrays", ""], ["nearest", "a", "--dataset", ""],
    ["datasets", "fetch", "mnist", "--to", ""], ["datasets", "inspect", ""],
    ["datasets", "inspect", "a", "--grid", ""],
  ])
  func emptyPathsAreRefused(_ arguments: [String]) throws {
    try expectUsageProblem(arguments, in: TemporaryFolder(), saying: ["is empty"])
  }

  @Test(arguments: [
    ["train", "--channels", "8192", "--latent-size", "65536", "--batch-size", "65536"],
    ["bench", "--channels", "8192", "--batch-size", "65536"],
  ])
  func networksThatFitNoMemoryAreRefused(_ arguments: [String]) throws {
    try expectUsageProblem(
      arguments,
      in: TemporaryFolder(),
      saying: ["GiB", "channels is 8192", "batch-size"]
    )
  }
}
