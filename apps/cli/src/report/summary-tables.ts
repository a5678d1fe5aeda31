import { digits, isClear, signed } from "../summary/describe.ts"
import type { MethodSummary, MetricSummary, Summary } from "../summary/summarize.ts"
import { markup } from "./markup.ts"
import type { Html } from "./markup.ts"

/** Returns the tables of means, and of differences to the best rival. */
export function summarySection({ metrics }: Summary): Html {
  const methods = [...new Set(metrics.flatMap((metric) => metric.methods.map(({ method }) => method)))]
  const means = methods.map(
    (method) =>
      markup`<tr>
        <th scope="row">${method}</th>
        ${metrics.map((metric) => meanCell(metric, method))}
      </tr>`,
  )
  const differences = methods.map(
    (method) =>
      markup`<tr>
        <th scope="row">${method}</th>
        ${metrics.map((metric) => rivalCell(metric, method))}
      </tr>`,
  )
  const hasRivals = metrics.some((metric) => metric.methods.some(({ rival }) => rival !== undefined))
  return markup`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <p class="note">
      The mean of each method, with its 95 % bootstrap interval. The best mean of a metric is bold. ↑: higher
      is better, ↓: lower is better. A click on a heading sorts.
    </p>
    ${sortable("Means", ["method", ...metrics.map(headingOf)], means)}
    ${
      hasRivals
        ? markup`<h3>Paired differences to the best rival</h3>
            <p class="note">
              The method minus the other method of the best mean, over the inputs that both have. An asterisk
              marks an interval without zero.
            </p>
            ${sortable("Differences", ["method", ...metrics.map(headingOf)], differences)}`
        : undefined
    }
  </section>`
}

function headingOf({ name, better }: MetricSummary): string {
  return `${name} ${better === "higher" ? "↑" : "↓"}`
}

/** Returns a table whose rows a click or a key on a heading sorts. */
export function sortable(caption: string, headings: readonly string[], rows: readonly Html[]): Html {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="sortable">
      <thead>
        <tr>
          ${headings.map(sortHeading)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

/** Returns the heading of a column that sorts. */
export function sortHeading(text: string): Html {
  // A long name may break after the metric's colon.
  const pieces = text
    .split(":")
    .map((piece, index) => (index === 0 ? markup`${piece}` : markup`:<wbr>${piece}`))
  return markup`<th scope="col" aria-sort="none"><button type="button">${pieces}</button></th>`
}

function meanCell({ methods, better }: MetricSummary, name: string): Html {
  const own = methods.find(({ method }) => method === name)
  if (own === undefined) return missing()
  const means = methods.map(({ mean }) => mean)
  const isBest = own.mean === (better === "higher" ? Math.max(...means) : Math.min(...means))
  return markup`<td${isBest && methods.length > 1 ? markup` class="best"` : undefined} data-value="${own.mean}">${digits(own.mean)}<small>${digits(own.low)} to ${digits(own.high)}</small></td>`
}

function rivalCell({ methods }: MetricSummary, name: string): Html {
  const rival: MethodSummary["rival"] = methods.find(({ method }) => method === name)?.rival
  if (rival === undefined) return missing()
  const { mean, low, high, method } = rival
  return markup`<td data-value="${mean}">
    ${signed(mean)}${isClear(rival) ? " *" : ""}
    <small>${signed(low)} to ${signed(high)}</small>
    <small>${method}</small>
  </td>`
}

function missing(): Html {
  return markup`<td data-value="">–</td>`
}
