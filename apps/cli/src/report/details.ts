import { grouped } from "@pami/core/tensor"
import type { Json } from "@pami/core"
import type { OutcomeCount, Results } from "../summary/collect.ts"
import { digits } from "../summary/describe.ts"
import type { Summary } from "../summary/summarize.ts"
import type { Case, Cases } from "./cases.ts"
import { markup, scriptJson } from "./markup.ts"
import type { Html } from "./markup.ts"
import type { InputsData } from "./page-script.ts"
import { sortHeading } from "./summary-tables.ts"

/** Returns the best, median and worst cases with their overlays. */
export function casesSection(cases: Cases | undefined): Html | undefined {
  if (cases === undefined) return undefined
  const groups = cases.groups.map(
    ({ heading, cases: found }) =>
      markup`<h3>${heading}</h3>
        ${found.map(caseRow)}`,
  )
  return markup`<section aria-labelledby="cases">
    <h2 id="cases">Cases</h2>
    <p class="note">By ${cases.metric} of ${cases.method}. Each map has its own range of colours.</p>
    ${groups}
  </section>`
}

function caseRow({ input, label, image, overlays }: Case): Html {
  const own = thumbnail(
    image,
    `the input ${input}`,
    markup`${input}${label === undefined ? undefined : markup`<br><span>${label}</span>`}`,
  )
  const maps = overlays.map(({ method, image: overlay, value }) =>
    thumbnail(
      overlay,
      `the map of ${method}`,
      markup`${method}<br><span>${value === undefined ? "no value" : digits(value)}</span>`,
    ),
  )
  return markup`<div class="case">${own}${maps}</div>`
}

function thumbnail(image: string | undefined, alt: string, caption: Html): Html {
  const shown =
    image === undefined
      ? markup`<div class="missing">no thumbnail</div>`
      : markup`<img src="${image}" alt="${alt}">`
  return markup`<figure>
    ${shown}
    <figcaption>${caption}</figcaption>
  </figure>`
}

/** Returns the table of all inputs, which the page's script fills. */
export function inputsSection(results: Results): Html {
  const { inputs, methods, metrics, classes, labels } = results
  const data: InputsData = {
    inputs,
    classes: inputs.map((input) => labels.get(input) ?? String(classes.get(input) ?? "")),
    methods: methods.map(({ name }) => name),
    metrics: metrics.map(({ name }) => name),
    values: metrics.map((metric) =>
      methods.map((method) => {
        const values = results.valuesOf(metric.name, method.name)
        return inputs.map((input) => {
          const value = values.get(input)
          return value === undefined ? null : Number(value.toPrecision(4))
        })
      }),
    ),
  }
  return markup`<section id="inputs" class="only-screen" aria-labelledby="all" hidden>
    <h2 id="all">All inputs</h2>
    <div class="controls">
      <label>Metric
        <select id="inputs-metric">${metrics.map(({ name }) => markup`<option>${name}</option>`)}</select>
      </label>
      <label>Search <input id="inputs-filter" type="search" autocomplete="off"></label>
      <button type="button" id="inputs-back">Previous</button>
      <button type="button" id="inputs-forward">Next</button>
      <span id="inputs-place" role="status"></span>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="All inputs">
      <table id="inputs-table">
        <thead>
          <tr>
            ${["input", "class", ...data.methods].map(sortHeading)}
          </tr>
        </thead>
        <tbody></tbody>
      </table>
    </div>
    <script type="application/json" id="inputs-data">
      ${scriptJson(data)}
    </script>
  </section>`
}

// Names of more inputs would hide the codes below.
const shownNames = 50

/** Returns the inputs without results, by code. */
export function outcomesSection({ outcomes }: Summary): Html | undefined {
  if (outcomes.length === 0) return undefined
  const lists = outcomes.map(
    ({ kind, code, message, inputs }: OutcomeCount) =>
      markup`<details>
        <summary>${grouped(inputs.length)} ${kind}: ${code}</summary>
        <p>${message}</p>
        <ul>
          ${inputs.slice(0, shownNames).map((input) => markup`<li>${input}</li>`)}
          ${inputs.length > shownNames ? markup`<li>… and ${inputs.length - shownNames} more</li>` : undefined}
        </ul>
      </details>`,
  )
  return markup`<section aria-labelledby="others">
    <h2 id="others">Without results</h2>
    ${lists}
  </section>`
}

/** Returns the protocols of the metrics, and all that decided the results. */
export function methodSection({ metrics, question }: Results): Html {
  const protocols = metrics.map(
    ({ name, protocol }) =>
      markup`<dt>${name}</dt>
        <dd>${protocol}</dd>`,
  )
  const facts = Object.entries(question)
    .filter(([field]) => field !== "metrics")
    .map(
      ([field, value]) =>
        markup`<dt>${field}</dt>
          <dd>${shown(value)}</dd>`,
    )
  return markup`<section aria-labelledby="protocols">
    <h2 id="protocols">Protocols</h2>
    <dl>${protocols}</dl>
    <details>
      <summary>Everything that decided the results</summary>
      <dl>${facts}</dl>
    </details>
  </section>`
}

function shown(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
