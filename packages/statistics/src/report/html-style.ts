/** The look of a report: light or dark as the reader's system is, and on paper always light. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;--one:#0b61a4;--two:#b35900;--warn:#b3261e;--good:#1a7f37;--band:#1a7f3722;--three:#6f42c1}
@media (prefers-color-scheme:dark){:root{--ground:#0f1419;--text:#e6edf3;--soft:#9aa5b1;--line:#39424d;--panel:#171d24;--one:#6cb6ff;--two:#f0a35e;--warn:#ff8f85;--good:#57d374;--band:#57d3742b;--three:#c297ff}}
@media print{:root{color-scheme:light;--ground:#fff;--text:#000;--soft:#333;--line:#999;--panel:#fff;--one:#0b61a4;--two:#b35900;--warn:#b3261e;--good:#1a7f37;--band:#1a7f3722}section{break-inside:avoid}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2.5rem 0 .5rem}
p{margin:.4rem 0}
.about{color:var(--soft);margin:0 0 1.5rem}
.finding{background:var(--panel);border:1px solid var(--line);border-left:.35rem solid var(--one);border-radius:.4rem;padding:.9rem 1.1rem;margin:.75rem 0}
.finding strong{display:block;font-size:1.05rem}
.finding .next{color:var(--soft)}
.caveats{border-left:.35rem solid var(--two);padding:.1rem 1.1rem;margin:1rem 0}
.caveats li{margin:.2rem 0}
.scroll{position:relative;overflow-x:auto;max-width:100%}
figure{margin:.75rem 0}
svg{max-width:100%;height:auto;font:12px system-ui,sans-serif}
table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums}
code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--soft)}
text{fill:var(--text)}
.tick,.value{fill:var(--soft);font-size:11px}
.axis{fill:var(--soft)}
.label.marked{fill:var(--warn);font-weight:600}
.grid{stroke:var(--line);stroke-width:1}
.held{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:5 4}
.band{fill:var(--band)}
.reach{stroke:var(--one);stroke-width:2.5}
.dot{fill:var(--one)}
.reach.marked{stroke:var(--warn)}
.dot.marked{fill:var(--warn)}
.cell.same{fill:var(--one)}
.cell.other{fill:var(--two)}
.bar{fill:var(--two);fill-opacity:.6}
.amount{fill:var(--one);fill-opacity:.35}
.amount.marked{fill:var(--warn)}
.reach.thin{stroke-width:1.5}
.spread{fill:var(--one);fill-opacity:.16}
.outline{fill:none;stroke:var(--one);stroke-width:2}
.curve{fill:none;stroke-width:2;stroke:var(--one)}
.curve1{stroke:var(--two);stroke-dasharray:7 3}
.curve2{stroke:var(--three);stroke-dasharray:2 3}
.curve3{stroke:var(--good)}
`
