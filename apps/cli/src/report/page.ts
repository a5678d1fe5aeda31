import { createHash } from "node:crypto"
import { grouped } from "@pami/core/tensor"
import type { Results } from "../summary/collect.ts"
import type { Summary } from "../summary/summarize.ts"
import type { Cases } from "./cases.ts"
import { casesSection, inputsSection, methodSection, outcomesSection } from "./details.ts"
import { markup, trusted } from "./markup.ts"
import { curvesSection, passesSection } from "./curves.ts"
import { setUpPage } from "./page-script.ts"
import { reportStyle } from "./style.ts"
import { summarySection } from "./summary-tables.ts"

/** All that a report shows. */
export interface ReportContent {
  readonly results: Results
  readonly summary: Summary
  readonly cases: Cases | undefined
}

/**
 * Returns a report as one HTML page that makes no request: its content security policy forbids all but its own script and
 * style, which it knows by their digests.
 */
export function reportPage({ results, summary, cases }: ReportContent): string {
  const script = `"use strict";(${setUpPage.toString()})()`
  const style = reportStyle(results.methods.length)
  const policy = `default-src 'none'; img-src data:; style-src ${digestOf(style)}; script-src ${digestOf(script)}; base-uri 'none'; form-action 'none'`
  const title = `Evaluation of ${modelOf(results)}`
  // No space may come between the tags of style and script and their text: digests count it.
  return markup`${trusted("<!doctype html>")}
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="referrer" content="no-referrer">
  <title>${title}</title>
  <style>${trusted(style)}</style>
</head>
<body>
<main>
  <h1>${title}</h1>
  <p class="facts">${factsOf(results, summary)}</p>
  ${summarySection(summary)}
  ${curvesSection(results)}
  ${passesSection(results, summary)}
  ${casesSection(cases)}
  ${inputsSection(results)}
  ${outcomesSection(summary)}
  ${methodSection(results)}
</main>
<script>${trusted(script)}</script>
</body>
</html>
`.html
}

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`
}

function modelOf({ question }: Results): string {
  const { name } = (question["model"] ?? {}) as Record<string, unknown>
  return typeof name === "string" ? name : "a model"
}

function factsOf({ methods, question }: Results, { evaluated }: Summary): string {
  const { name: masking } = (question["masking"] ?? {}) as Record<string, unknown>
  const passes = [...new Set(methods.map((one) => one.passes))].toSorted((a, b) => a - b)
  return [
    `${grouped(evaluated)} inputs`,
    `${methods.length} maps of each`,
    `at most ${passes.map(grouped).join(", ")} forward passes`,
    ...(typeof masking === "string" ? [`masked with ${masking}`] : []),
  ].join(" · ")
}
