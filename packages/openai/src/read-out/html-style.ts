import type { RankedSource } from "../explain/answer-explanation.ts"

/** The style of a page, without the rules of each part. */
export const style = `
:root{color-scheme:light dark;--up:0 90 181;--down:220 120 0}
body{font:1rem/1.5 system-ui,sans-serif;margin:1.5rem;max-width:90rem}
h1{font-size:1.4rem}h2{font-size:1.1rem}h3{font-size:1rem}
main{display:grid;grid-template-columns:minmax(18rem,2fr) 3fr;gap:2rem;align-items:start}
main>section:first-child{position:sticky;top:1rem}
@media(max-width:50rem){main{grid-template-columns:1fr}main>section:first-child{position:static}}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
fieldset{border:1px solid;border-radius:.4rem}
fieldset div{padding:.2rem}
input:focus-visible,a:focus-visible{outline:3px solid rgb(var(--up))}
small{opacity:.85}
.list{display:none}
.source:target{outline:3px solid}
.up,.source{background:rgb(var(--up)/calc(var(--weight,0)*.45));border-radius:.2rem}
.up{--weight:.6}
.down{--weight:.6;background:repeating-linear-gradient(135deg,rgb(var(--down)/.5) 0 4px,transparent 4px 8px)}
`

/** Returns the rules that show the sources of a part once it is chosen. */
export function partRules(part: number, sources: readonly RankedSource[]): string {
  const chosen = `body:has(#part-${part}:checked)`
  const largest = Math.abs(sources[0]?.importance ?? 1)
  const rules = sources.map(({ index, importance }, rank) => {
    const weight = (Math.abs(importance) / largest).toFixed(3)
    const stripes =
      importance < 0
        ? `;background:repeating-linear-gradient(135deg,rgb(var(--down)/${(0.25 + 0.35 * Number(weight)).toFixed(3)}) 0 4px,transparent 4px 8px)`
        : ""
    // The rank says without colour which sentences matter.
    const badge =
      rank < 9 ? `${chosen} .source-${index}::before{content:"${rank + 1} ";font-weight:bold}` : ""
    return `${chosen} .source-${index}{--weight:${weight}${stripes}}${badge}`
  })
  const span = part === 0 ? "" : `${chosen} .in-${part}{text-decoration:underline 3px;font-weight:bold}`
  return `${chosen} .list-${part}{display:block}${span}${rules.join("")}\n`
}
