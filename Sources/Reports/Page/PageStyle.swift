internal import Archives
internal import Foundation

/// What a report's page looks like, and its script.
enum PageStyle {
  /// The style.
  static let css = """
    :root{color-scheme:light dark;--text:#1c1e21;--soft:#5f6670;--line:#dfe3e8;--card:#fff;--back:#f4f5f7;--mark:#2166ac}
    @media(prefers-color-scheme:dark){:root{--text:#e6e8eb;--soft:#9aa3ad;--line:#343a42;--card:#1d2126;--back:#131619;--mark:#6ea8dc}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main{max-width:880px;margin:0 auto;padding:32px 20px 48px}
    h1{margin:0;font-size:30px;line-height:1.2;overflow-wrap:anywhere}
    h2{margin:0 0 16px;font-size:19px}
    .subtitle{margin:6px 0 24px;color:var(--soft);overflow-wrap:anywhere}
    section,.tiles{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin:0 0 18px}
    .tiles{display:flex;flex-wrap:wrap;gap:14px 40px}
    .tiles div{display:flex;flex-direction:column-reverse}
    dt{color:var(--soft);font-size:14px}
    dd{margin:0;font-size:23px;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.25}
    figure{margin:0}
    figure+figure{margin-top:26px}
    figcaption{margin-top:8px;color:var(--soft);font-size:14px;font-variant-numeric:tabular-nums}
    .pixels{image-rendering:pixelated}
    .wide{display:block;width:100%;height:auto;border-radius:6px}
    .slides .frame{display:none}
    .slides .frame:last-child,.slides.live .frame.now{display:block}
    .slides.live .frame:not(.now){display:none}
    .slider{display:none;width:100%;margin:14px 0 0;accent-color:var(--mark)}
    .live .slider{display:block}
    .chart{overflow-x:auto}
    .chart svg{width:100%;min-width:560px;height:auto;display:block}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:15px}
    th{text-align:left;color:var(--soft);font-weight:500;font-size:14px}
    th,td{padding:6px 18px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
    td{overflow-wrap:break-word}
    tbody tr:last-child td{border-bottom:0}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    pre{margin:6px 0 0;padding:12px 14px;background:var(--back);border-radius:8px;overflow-x:auto;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    .command{white-space:pre-wrap;overflow-wrap:anywhere}
    p{margin:14px 0 0}
    section>h2+div>p{margin-top:0}
    summary{cursor:pointer;color:var(--mark)}
    details{margin-top:14px}
    section>details:only-child{margin-top:0}
    .note,footer{color:var(--soft);font-size:14px}
    @media(prefers-color-scheme:dark){.chart rect[fill="#ffffff"]{fill:none}.chart text{fill:#b6bec7}.chart line[stroke="#e6e6e6"]{stroke:#30363d}.chart rect[stroke]{stroke:#59616a}.chart [stroke="#2166ac"]{stroke:#6ea8dc}.chart [fill="#2166ac"]{fill:#6ea8dc}.chart [stroke="#1b7837"]{stroke:#5fbf7f}.chart [fill="#1b7837"]{fill:#5fbf7f}}
    @media(max-width:600px){section,.tiles{padding:18px 16px}.tiles{gap:12px 28px}}
    @media print{body{background:none}section,.tiles{break-inside:avoid;border:0;padding:8px 0}.slider{display:none!important}}
    """

  /// The slider shows one frame at a time; arrow keys move it, as in any slider.
  static let script = """
    document.querySelectorAll(".slides").forEach(function(slides){
    var slider=slides.querySelector(".slider"),frames=slides.querySelectorAll(".frame"),caption=slides.querySelector("figcaption");
    if(!slider)return;
    slides.classList.add("live");
    function show(){frames.forEach(function(frame,index){frame.classList.toggle("now",index==slider.value)});
    caption.textContent=frames[slider.value].dataset.caption}
    slider.addEventListener("input",show);show()});
    """

  /// What browsers may do with the page: nothing from elsewhere, and no script but this one.
  static let policy =
    "default-src 'none'; img-src data:; style-src '\(hash(of: css))'; script-src '\(hash(of: script))'"

  private static func hash(of source: String) -> String {
    var sum = SHA256()
    sum.update(source)
    guard let digits = try? sum.finish(of: "the page") else { return "unsafe-inline" }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
      UInt8(digits.dropFirst(place).prefix(2), radix: 16)
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }
}
