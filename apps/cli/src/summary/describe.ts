import type { Summary as Estimate } from "@pami/evaluation"
import { oneLine } from "../printable.ts"
import type { OutcomeCount } from "./collect.ts"
import type { MethodSummary, MetricSummary, Summary } from "./summarize.ts"

/** Returns a summary as tables of text, one for each metric, and the inputs without results by code. */
export function describeSummary({ metrics, outcomes, evaluated }: Summary): string {
  const tables = metrics.map((metric) => describeMetric(metric))
  const others = outcomes.map((outcome) => `${describeOutcome(outcome)}\n`)
  return `${[...tables, `${evaluated} inputs with results`, ...others].join("\n")}\n`.replace(/\n\n$/, "\n")
}

function describeMetric({ name, better, methods }: MetricSummary): string {
  if (methods.length === 0) return `${name}: no values\n`
  const width = Math.max(6, ...methods.map(({ method }) => method.length))
  const counts = new Set(methods.map(({ count }) => count))
  const heading = `${name}, ${better} is better, ${[...counts].join(" to ")} inputs`
  const columns = `  ${"method".padEnd(width)}   mean   95 % interval    to the best rival`
  return [heading, columns, ...methods.map((method) => `  ${describeMethod(method, width)}`), ""].join("\n")
}

function describeMethod({ method, rival, ...own }: MethodSummary, width: number): string {
  const against =
    rival === undefined
      ? ""
      : `   ${signed(rival.mean)} [${signed(rival.low)}, ${signed(rival.high)}] ${rival.method}${isClear(rival) ? " *" : ""}`
  return oneLine(
    `${method.padEnd(width)}  ${digits(own.mean)}  [${digits(own.low)}, ${digits(own.high)}]${against}`,
  )
}

/** Returns whether an interval of a difference does not contain zero. */
export function isClear({ low, high }: Estimate): boolean {
  return low > 0 || high < 0
}

const shownInputs = 3

/** Returns the number of inputs without results for one reason, with the first of their names. */
export function describeOutcome({ kind, code, message, inputs }: OutcomeCount): string {
  const names = inputs.slice(0, shownInputs).join(", ") + (inputs.length > shownInputs ? ", …" : "")
  return oneLine(`${kind} ${inputs.length} ${code}: ${names} (${message})`)
}

/** Returns a value with three decimals. */
export function digits(value: number): string {
  return value.toFixed(3)
}

/** Returns a difference with its sign. */
export function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`
}
