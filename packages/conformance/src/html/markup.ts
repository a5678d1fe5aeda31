import type { CheckResult } from "../run-checks.ts"

/** A table that says what it is, with heads for rows and columns; nothing where it would be empty. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return ""
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("")
  const body = rows
    .map(([first, ...others]) => {
      const cells = others.map((cell) => `<td>${cell}</td>`).join("")
      return `<tr><th scope="row">${first}</th>${cells}</tr>`
    })
    .join("\n")
  return `<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`
}

/** Text as it stands in a page. */
export function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  return text.replaceAll(/[&<>"]/g, (character) => names[character])
}

/** A name or a number that stays on one line. */
export function unbroken(text: string): string {
  return `<span class="unbroken">${escaped(text)}</span>`
}

/** An outcome in its colour, and what there is to say of it. */
export function verdict(outcome: CheckResult["outcome"], reasons: readonly string[]): string {
  const items = reasons.map((reason) => `<li>${escaped(reason)}</li>`).join("")
  return `<span class="${outcome}">${outcome}</span>${items && `<ul>${items}</ul>`}`
}
