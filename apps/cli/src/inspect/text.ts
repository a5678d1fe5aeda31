import { formatShape } from "@pami/core/tensor"
import type { Finding, Model, TensorInfo } from "@pami/core"
import { shortLabel } from "@pami/image"
import type { Labels, Size } from "@pami/image"
import type { Preparation } from "@pami/recipe"
import { withHint } from "../hints.ts"
import { describeScore } from "../result.ts"
import type { Trial } from "./trials.ts"

// Metadata is a stranger's, and may be long.
const mostEntries = 12
const longestValue = 100

/** Returns the declarations of the model's file. */
export function declaredLines({
  inputs,
  outputs,
  leftOut = [],
  limits,
  metadata = {},
  activations = {},
  findings = [],
}: Model): string[] {
  const line = (what: string, { name, dtype, shape }: TensorInfo, more = "") =>
    row(what, `${name}  ${dtype} ${formatShape(shape)}${more}`)
  const batch =
    limits.largestBatch === undefined
      ? "free: any number of inputs in one run"
      : `fixed: exactly ${limits.largestBatch} in one run`
  const ending = (name: string) =>
    Object.hasOwn(activations, name) ? `, ends in a ${activations[name]}` : ""
  const entries = Object.entries(metadata)
  return [
    ...inputs.map((info) => line("input", info)),
    ...outputs.map((info) => line("output", info, ending(info.name))),
    ...leftOut.map(({ name, reason }) => row("left out", `${name}  ${reason}`)),
    row("batch", batch),
    ...findings.map(({ level, message }) => row(level, message)),
    ...entries
      .slice(0, mostEntries)
      .map(([key, value]) => row("metadata", `${shortLabel(key, 40)}: ${shortLabel(value, longestValue)}`)),
    ...(entries.length > mostEntries ? [row("metadata", `and ${entries.length - mostEntries} more`)] : []),
  ]
}

/** How many labels are known, and the first of them. */
export function labelLines(labels: Labels | undefined): string[] {
  if (labels === undefined) return [row("labels", "none known (give --labels FILE)")]
  const first = labels.slice(0, 3).map((label) => (label === "" ? "(none)" : shortLabel(label, 30)))
  return [row("labels", `${labels.length}: ${first.join(", ")}${labels.length > 3 ? ", …" : ""}`)]
}

/**
 * Returns the known and the guessed preprocessing.
 *
 * @param size that the user gave
 */
export function guessLines(
  { guess, preprocessing, findings }: Preparation,
  size: Size | undefined,
): string[] {
  const { width, height, name, mean, std, fit, channels, layout } = preprocessing
  const guessed = findings.some(({ code }) => code === "PRESET_GUESSED")
  const found = findings.some(
    ({ code, message }) => code === "FOUND_NEARBY" && message.includes("preprocessing"),
  )
  const same = guess.size.value.width === width && guess.size.value.height === height
  const numbers = (values: readonly number[]) =>
    values.map((value) => Number(value.toPrecision(4))).join(", ")
  const rows: [string, string, string][] = [
    ["input", guess.input.value, guess.input.why],
    ["layout", layout, layout === guess.layout.value ? guess.layout.why : "given"],
    ["size", `${width} x ${height}`, size ? "given" : same ? guess.size.why : `as ${name} says`],
    ["channels", channels, channels === guess.channels.value ? guess.channels.why : `as ${name} says`],
    ["preset", name, guessed ? guess.preset.why : found ? "found near the model" : "given"],
    ["fit", fit, `mean ${numbers(mean)}; deviation ${numbers(std)}`],
  ]
  return ["", "For an image:", ...rows.map(([what, value, why]) => row(what, `${value.padEnd(12)} ${why}`))]
}

/**
 * Findings, each with what to do about it.
 *
 * @param has whether the command has a flag that could be hinted at
 */
export function noteLines(findings: readonly Finding[], has?: (flag: string) => boolean): string[] {
  if (findings.length === 0) return []
  return [
    "",
    ...findings.flatMap(({ code, level, message, fix }) => [
      row(level, message),
      row("", withHint(code, fix, has)),
    ]),
  ]
}

/** Returns the predictions under each preset. */
export function trialLines(trials: readonly Trial[]): string[] {
  const width = Math.max(11, ...trials.map(({ preset }) => preset.length))
  const said = (trial: Trial) =>
    "error" in trial
      ? `not possible: ${trial.error}`
      : trial.prediction.map((score) => describeScore(score, trial.scale)).join("   ")
  return [
    "",
    "Prediction under each preset; pick the one that names what the image shows:",
    ...trials.map((trial) => `  ${trial.preset.padEnd(width)} ${said(trial)}`),
  ]
}

/** Returns a line of the listing. */
export function row(what: string, text: string): string {
  return `  ${what.padEnd(11)} ${text}`
}
