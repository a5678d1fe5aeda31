import type { CheckResult } from "../run-checks.ts"

/** Returns a table with a caption and with headers of rows and columns, or an empty text without rows. */
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

/** Escapes text for HTML. */
export function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  return text.replaceAll(/[&<>"]/g, (character) => names[character])
}

/** Returns a name or a number that does not wrap. */
export function unbroken(text: string): string {
  return `<span class="unbroken">${escaped(text)}</span>`
}

/** Returns an outcome in its colour, with a list of reasons. */
export function verdict(outcome: CheckResult["outcome"], reasons: readonly string[]): string {
  const items = reasons.map((reason) => `<li>${escaped(reason)}</li>`).join("")
  return `<span class="${outcome}">${outcome}</span>${items && `<ul>${items}</ul>`}`
}
