/// How the page looks: on a screen, in the dark, on a phone, on paper.
enum StyleSheet {
  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #fff; --panel: #f5f6f8; --ink: #1a2029; --soft: #566072; --line: #d5dae2; --strong: #8b95a5;
      --accent: #1b57b3; --fill: #c3d5f3; --less: #a8201a; --mark: #fff3c4; --word: #7a2b8c; --text: #1d6b35;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14171c; --panel: #1d2129; --ink: #e7eaf0; --soft: #a7b0bf; --line: #343b47; --strong: #6f7a8b;
        --accent: #8fb8ff; --fill: #2c466f; --less: #ff9d94; --mark: #4a4012; --word: #d9a3ea; --text: #8fd3a2;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 76rem; padding: 1rem clamp(0.75rem, 3vw, 2rem) 4rem; background: var(--page);
      color: var(--ink); line-height: 1.5;
      font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Hiragino Sans GB",
        "Microsoft YaHei", "Noto Sans CJK SC", "Yu Gothic", sans-serif;
    }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0; }
    h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 0.5rem; }
    h2 small { font-size: 0.95rem; font-weight: 400; color: var(--soft); margin-inline-start: 0.75rem; }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; }
    p { margin: 0.5rem 0; }
    a { color: var(--accent); text-underline-offset: 0.15em; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
    .skip { position: absolute; left: -99rem; background: var(--page); padding: 0.5rem 1rem; z-index: 1; }
    .skip:focus { left: 0.5rem; top: 0.5rem; }
    .soft { color: var(--soft); }
    .facts { display: flex; flex-wrap: wrap; gap: 0.35rem 2rem; margin: 0.75rem 0; }
    .facts > div { display: flex; gap: 0.5rem; }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .facts .all { flex-basis: 100%; }
    .facts ul, nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
    nav { margin: 0.75rem 0 1.5rem; }
    .figures { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
    .figures > div { min-width: min(10.5rem, 100%); max-width: 100%; border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.8rem; }
    .figures dt { color: var(--soft); font-size: 0.9rem; }
    .figures dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; font-weight: 600; }
    .figures dd { overflow-wrap: anywhere; } .figures dd small { white-space: nowrap; }
    .figures dd small { font-size: 0.8rem; font-weight: 400; color: var(--soft); }
    .scroll { overflow-x: auto; margin: 0.5rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { text-align: start; color: var(--soft); padding-bottom: 0.35rem; }
    th, td { padding: 0.3rem 0.75rem; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--line); }
    th { font-weight: 600; }
    thead th { vertical-align: bottom; border-bottom: 2px solid var(--strong); }
    thead th small { display: block; font-weight: 400; color: var(--soft); }
    tbody th { font-weight: 400; white-space: nowrap; position: sticky; left: 0; background: var(--page); }
    tbody tr:hover th { background: var(--panel); } td.d { white-space: nowrap; }
    section { margin-top: 2rem; } section section { margin-top: 1.5rem; }
    th:first-child, td:first-child { padding-inline-start: 0.25rem; }
    .n { text-align: end; white-space: nowrap; }
    tfoot th, tfoot td, tr.sum th, tr.sum td { font-weight: 600; border-top: 2px solid var(--strong); border-bottom: 0; }
    .less { color: var(--less); }
    tbody tr:hover { background: var(--panel); }
    td a, th a { text-decoration-color: var(--strong); }
    td.n a { color: inherit; }
    .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; display: block; min-width: 6rem; height: 0.75rem; background: linear-gradient(to right, var(--accent) var(--w), transparent 0); border-inline-start: 1px solid var(--strong); }
    article { border-top: 3px solid var(--ink); padding-top: 1rem; margin-top: 3rem; content-visibility: auto; contain-intrinsic-size: auto 50rem; }
    details { margin: 0; }
    summary { cursor: pointer; }
    .why, .why ul { list-style: none; margin: 0; padding: 0; }
    .why { max-width: 48rem; border-top: 1px solid var(--line); margin-top: 0.75rem; } .why > li { border-bottom: 1px solid var(--line); }
    .why ul { padding-inline-start: 1rem; border-inline-start: 1px solid var(--line); margin-inline-start: 0.35rem; }
    .why summary, .why p { display: flex; align-items: baseline; gap: 0.5rem; margin: 0; padding: 0.2rem 0; }
    .why p { padding-inline-start: 1.1rem; }
    .why summary::-webkit-details-marker { display: none; }
    .why summary::before { content: "▸"; color: var(--soft); flex: none; width: 0.6rem; }
    .why details[open] > summary::before { content: "▾"; }
    .why summary:hover, .why p:hover { background: var(--panel); }
    .why .what { flex: 1; overflow-wrap: anywhere; } .why b { font-variant-numeric: tabular-nums; white-space: nowrap; font-weight: 600; }
    .why .rests { border: 0; padding-inline-start: 1.1rem; margin: 0 0 0.25rem; color: var(--soft); font-size: 0.92rem; }
    .why div:target { box-shadow: -4px 0 0 var(--accent); scroll-margin-top: 4rem; }
    .at { white-space: nowrap; font-size: 0.85em; }
    code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
    .plan { background: var(--panel); border-radius: 6px; overflow-x: auto; padding: 0.5rem 0; font-size: 0.88rem; line-height: 1.55; tab-size: 2; margin: 0.5rem 0; }
    .plan .l { color: inherit; text-decoration: none; display: block; padding: 0 0.75rem; white-space: pre; width: max-content; min-width: 100%; }
    .plan .l[data-n]::before { content: attr(data-n); display: inline-block; width: 2.5rem; margin-inline-end: 1rem; text-align: end; color: var(--soft); }
    .plan .l:target, .plan a.l:hover { background: var(--mark); }
    .plan i { font-style: normal; color: var(--soft); } .plan b { color: var(--word); font-weight: 600; } .plan .t { color: var(--text); }
    .plan .to { font-family: inherit; } .plan .left { color: var(--soft); padding-inline-start: 4.25rem; }
    .line { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 34rem); gap: 0 2rem; align-items: start; }
    .line > :only-child { grid-column: 1 / -1; }
    @media (max-width: 60rem) { .line { grid-template-columns: minmax(0, 1fr); } }
    footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--soft); }
    figure { margin: 0.75rem 0; } figcaption { color: var(--soft); font-size: 0.92rem; }
    svg { max-width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
    svg .curve { fill: none; stroke: var(--accent); stroke-width: 2; } svg .axis { stroke: var(--strong); } svg .grid { stroke: var(--line); }
    svg .break { stroke: var(--line); stroke-dasharray: 3 3; } svg .here { fill: var(--page); stroke: var(--ink); stroke-width: 2.5; }
    svg .jump { stroke: var(--accent); stroke-dasharray: 2 3; } svg text.you { fill: var(--ink); font-weight: 600; }
    .tools { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 0.75rem 0; align-items: center; }
    input, th button { font: inherit; color: inherit; }
    input { background: var(--page); border: 1px solid var(--strong); border-radius: 4px; padding: 0.3rem 0.5rem; }
    th button { position: relative; background: none; border: 0; padding: 0; cursor: pointer; font-weight: 600; text-align: inherit; }
    th button::after { content: "↕"; color: var(--soft); position: absolute; inset-inline-end: -0.8em; top: 0; }
    th[aria-sort=ascending] button::after { content: "↑"; } th[aria-sort=descending] button::after { content: "↓"; }
    @media (max-width: 30rem) { th, td { padding: 0.3rem 0.5rem; } h1 { font-size: 1.4rem; } .wide { display: none; } }
    @media print {
      :root { color-scheme: light; --page: #fff; --panel: #fff; --ink: #000; --soft: #333; --line: #bbb; --strong: #666; --accent: #000; --fill: #ddd; --less: #000; --word: #000; --text: #000; }
      @page { margin: 15mm; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav, .skip, .tools { display: none; } th button::after { content: none !important; }
      article { break-before: page; border-top: 0; margin: 0; content-visibility: visible; }
      h2, h3 { break-after: avoid; } tr, li > p, summary, figure { break-inside: avoid; } thead { display: table-header-group; }
      a { color: inherit; text-decoration: none; } .scroll { overflow: visible; }
      .plan { border: 1px solid var(--line); } .plan .l { white-space: pre-wrap; width: auto; }
      .why details::details-content { content-visibility: visible; block-size: auto; }
      .why summary::before { content: none; }
    }
    """
}
