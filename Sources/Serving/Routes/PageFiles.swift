/// The page's files, which are part of the program: it needs no folder beside it.
enum PageFiles {
  /// The answer with a file of the page.
  static func response(to path: [String]) throws(Refusal) -> Response {
    let (bytes, type): ([UInt8], String)
    switch path {
    case []: (bytes, type) = (PackageResources.index_html, "text/html; charset=utf-8")
    case ["style.css"]: (bytes, type) = (PackageResources.style_css, "text/css; charset=utf-8")
    case ["icon.svg"]: (bytes, type) = (PackageResources.icon_svg, "image/svg+xml")
    case ["js", "page.js"]: (bytes, type) = script(PackageResources.page_js)
    case ["js", "tools.js"]: (bytes, type) = script(PackageResources.tools_js)
    case ["js", "chart.js"]: (bytes, type) = script(PackageResources.chart_js)
    case ["js", "run.js"]: (bytes, type) = script(PackageResources.run_js)
    case ["js", "runs.js"]: (bytes, type) = script(PackageResources.runs_js)
    case ["js", "samples.js"]: (bytes, type) = script(PackageResources.samples_js)
    case ["js", "workbench.js"]: (bytes, type) = script(PackageResources.workbench_js)
    case ["js", "images.js"]: (bytes, type) = script(PackageResources.images_js)
    case ["js", "compare.js"]: (bytes, type) = script(PackageResources.compare_js)
    default: throw .notFound
    }
    return .bytes(bytes, type: type)
  }

  private static func script(_ bytes: [UInt8]) -> ([UInt8], String) {
    (bytes, "text/javascript; charset=utf-8")
  }
}
