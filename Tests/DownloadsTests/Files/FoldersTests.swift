import Downloads
import Foundation
import Testing

@Suite struct FoldersTests {
  @Test(arguments: [
    ("/a/b", "/a/b"), ("/a/b/", "/a/b"), ("/a/./b//c/..", "/a/b"), ("/", "/"), ("/../a", "/a"),
  ])
  func pathsAreCleaned(_ path: String, _ clean: String) {
    #expect(absolutePath(path) == clean)
  }

  @Test func relativePathsStartInTheWorkingFolder() {
    let here = FileManager.default.currentDirectoryPath
    #expect(absolutePath(".") == here)
    #expect(absolutePath("a/") == here + "/a")
  }
}
