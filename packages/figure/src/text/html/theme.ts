import { inkOn } from "../contrast.ts"
import { colorOf, hex, strengthOf, type Palette, type Rgb } from "../palette.ts"

const light = "--page:#fff;--ink:#1b1b1f;--soft:#55585f;--rule:#d5d7dc;--unseen:#747474"
const dark = "--page:#16171a;--ink:#ececef;--soft:#a6abb5;--rule:#3a3d44;--unseen:#8a8e96"
const darkPage: Rgb = [22, 23, 26]

/** Returns the class of a level. */
export function levelClass({ name }: Palette, level: number): string {
  return `pami-${name}-${level}`
}

/** Returns the class of a colour bar. */
export function barClass({ name }: Palette): string {
  return `pami-${name}-bar`
}

/** Returns the style sheet of the palettes' levels in use and of all around them, light and dark as the reader prefers. */
export function styleSheet(palettes: readonly Palette[]): string {
  const byName = new Map(palettes.map((palette) => [palette.name, palette]))
  const used = new Map<string, Set<number>>()
  for (const { name, levels } of palettes)
    used.set(name, new Set([...(used.get(name) ?? []), ...levels].filter((level) => level >= 0)))
  const rules = (colorFor: (palette: Palette, level: number) => Rgb) =>
    [...byName.values()]
      .flatMap((palette) => [
        ...[...used.get(palette.name)!]
          .toSorted((a, b) => a - b)
          .map((level) => {
            const color = colorFor(palette, level)
            return `.${levelClass(palette, level)}{background:${hex(color)};color:${inkOn(color)}}`
          }),
        `.${barClass(palette)}{background:linear-gradient(to right,${stops.map((level) => hex(colorFor(palette, level))).join()})}`,
      ])
      .join("")
  return `.pami-text{color-scheme:light dark;${light};color:var(--ink);background:var(--page);font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1.5rem}
${rules(colorOf)}
@media screen and (prefers-color-scheme:dark){.pami-text{${dark}}${rules(darkColor)}}
.pami-text *{box-sizing:border-box}
.pami-text h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
.pami-text h2{font-size:1.1rem;margin:2rem 0 .25rem;overflow-wrap:anywhere}
.pami-text h3{font-size:.9rem;font-weight:400;color:var(--soft);margin:1rem 0 0}
.pami-soft{color:var(--soft);font-weight:400}
.pami-words{white-space:pre-wrap;unicode-bidi:plaintext;overflow-wrap:anywhere;line-height:1.75;margin:.25rem 0 .75rem}
.pami-words span{border-radius:3px;padding:.1em 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.pami-words .pami-unseen{color:var(--unseen)}
.pami-scale{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;font-size:.875rem;margin:.5rem 0}
.pami-scale i{width:12rem;height:.75rem;border:1px solid var(--rule);print-color-adjust:exact}
.pami-text table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;margin:.75rem 0}
.pami-text caption{text-align:left;color:var(--soft)}
.pami-text th,.pami-text td{padding:.2rem 1.5rem .2rem 0;text-align:left;border-bottom:1px solid var(--rule);overflow-wrap:anywhere;vertical-align:top}
.pami-text th{font-weight:600}
.pami-text .pami-number{text-align:right;white-space:nowrap}
.pami-text footer{border-top:1px solid var(--rule);margin-top:2rem;padding-top:.5rem;font-size:.85rem;color:var(--soft)}
.pami-text footer p{margin:.25rem 0}
@media print{.pami-words span{print-color-adjust:exact}}
`
}

const stops = Array.from({ length: 17 }, (_, i) => Math.round((255 * i) / 16))

/**
 * Returns the colour of a level on a dark page. Colours that are white where nothing matters become those of the page there;
 * the stronger, the brighter.
 */
function darkColor(palette: Palette, level: number): Rgb {
  if (!palette.isPale) return colorOf(palette, level)
  const neutral = palette.isDiverging ? 127.5 : 0
  // Beyond three fifths the colours darken again.
  const vivid = colorOf(palette, Math.round(neutral + Math.sign(level - neutral) * (255 - neutral) * 0.6))
  const strength = strengthOf(palette, level)
  const mixed = (i: 0 | 1 | 2) => Math.round(darkPage[i] + (vivid[i] - darkPage[i]) * strength)
  return [mixed(0), mixed(1), mixed(2)]
}
