import { seriesRules } from "./chart.ts"

const light = "--page:#fff;--ink:#1b1b1f;--soft:#55585f;--rule:#d5d7dc;--panel:#f5f6f8;--accent:#0b57a4"
const dark = "--page:#16171a;--ink:#ececef;--soft:#a6abb5;--rule:#3a3d44;--panel:#212329;--accent:#8fc1f5"

/** Returns the style sheet of a report with so many series: light and dark as the reader prefers, light in print. */
export function reportStyle(series: number): string {
  return `:root{color-scheme:light dark;${light}}${seriesRules(series, false)}
@media screen and (prefers-color-scheme:dark){:root{${dark}}${seriesRules(series, true)}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:74rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}
p{margin:.25rem 0 .75rem;max-width:60rem}
.facts,.note,small,figcaption span{color:var(--soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem}
th,td{padding:.35rem .75rem;text-align:right;border-bottom:1px solid var(--rule);vertical-align:top;white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:break-word;min-width:7rem;max-width:26rem}
#inputs-table th:nth-child(2),#inputs-table td:nth-child(2){text-align:left;max-width:16rem;overflow:hidden;text-overflow:ellipsis}
td.best{font-weight:700}
td small{display:block;font-weight:400}
thead th{white-space:normal;vertical-align:bottom;border-bottom:2px solid var(--rule);background:var(--page)}
th button{all:unset;cursor:pointer;font-weight:600}
th button::after{content:"";display:inline-block;width:1em;text-align:center}
th[aria-sort=ascending] button::after{content:"\\2191"}
th[aria-sort=descending] button::after{content:"\\2193"}
:focus-visible,th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.charts{display:flex;flex-wrap:wrap;gap:1.5rem}
figure{margin:0}
.chart{max-width:100%}
.chart figcaption{font-weight:600;font-size:.92rem}
svg{max-width:100%;height:auto}
.chart text{font:12px system-ui,sans-serif;fill:var(--ink)}
.chart text.label{fill:var(--soft)}
.grid{stroke:var(--rule);fill:none}.axis{stroke:var(--ink);fill:none}
.line{stroke:var(--series);stroke-width:2;fill:none;stroke-linejoin:round}
circle{fill:var(--series)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.5rem 0 1rem;padding:0;font-size:.92rem}
.legend svg{vertical-align:middle;margin-right:.5rem}
.case{display:flex;flex-wrap:wrap;gap:1rem;margin:0 0 1.25rem}
.case figure{width:160px}
.case img,.case .missing{display:block;max-width:160px;height:auto;background:var(--panel)}
.case .missing{padding:2rem .5rem;text-align:center;color:var(--soft);font-size:.85rem}
.case figcaption{font-size:.85rem;line-height:1.35;overflow-wrap:anywhere;margin-top:.25rem}
.controls{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:end;margin:.5rem 0}
.controls label{display:grid;font-size:.85rem;color:var(--soft)}
select,input,.controls button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--rule);border-radius:.3rem;padding:.3rem .6rem}
.controls button:disabled{opacity:.45}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
li{overflow-wrap:anywhere}
summary{cursor:pointer}
@media (max-width:40rem){main{padding:1rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{body{font-size:10pt}table{font-size:7pt}th,td{padding:.2rem .4rem}main{max-width:none;padding:0}.controls,.only-screen{display:none}figure,tr,.case{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}thead th{background:none}th button::after{content:none}}
`
}
