import { classProbability, formatShape, isPamiError, preflight } from "@pami/core"
import type { Finding, Model, Scale, TensorInfo } from "@pami/core"
import { mean, pictureInput, preset, presetNames } from "@pami/image"
import type { Guess, PictureGuess, Size } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import type { Preparation } from "@pami/job"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { loadModel, preparationFor } from "./loaded.ts"
import type { Loaded } from "./loaded.ts"
import { describeScore, topOf } from "./result.ts"
import type { ClassScore } from "./result.ts"

/** Options of `pami inspect`. */
export interface InspectFlags {
  readonly labels: string | undefined
  readonly backend: string | undefined
  readonly threads: number | undefined
  readonly modelInput: string | undefined
  readonly modelOutput: string | undefined
  readonly json: boolean | undefined
}

/** What a model says of one picture under one preset. */
interface Trial {
  readonly preset: string
  readonly scale: Scale
  readonly prediction: readonly ClassScore[]
  readonly findings: readonly Finding[]
}

/**
 * `pami inspect`: what a model declares, and a guess of what it does not. With a picture, the prediction under every
 * preset side by side: whoever knows what the picture shows sees which preset is right.
 */
export async function inspectCommand(
  file: string,
  picture: string | undefined,
  flags: InspectFlags,
  console: Console,
): Promise<number> {
  const loaded = await loadModel({ ...flags, model: file })
  try {
    const { model } = loaded
    const prepared = await prepare(loaded, flags.modelInput)
    const guess = "error" in prepared ? prepared : guessWith(prepared)
    const trials =
      picture === undefined || "error" in prepared ? [] : await trialsOf(loaded, picture, prepared, flags)
    const { inputs, outputs, limits, digest, settings, backend } = model
    if (flags.json)
      console.stdout(
        `${JSON.stringify({ file, backend, digest, settings, limits, inputs, outputs, guess, trials }, null, 2)}\n`,
      )
    else
      console.stdout(
        [`${file}  ${backend}`, ...declared(model), ...guessed(guess), ...tried(trials), ""].join("\n"),
      )
    return exitStatus.done
  } finally {
    await loaded.model.dispose()
  }
}

async function prepare(
  loaded: Loaded,
  modelInput: string | undefined,
): Promise<Preparation | { error: string }> {
  try {
    return await preparationFor(loaded, { preset: undefined, modelInput })
  } catch (error) {
    if (isPamiError(error)) return { error: error.message }
    throw error
  }
}

/** The guess, with what a file next to the model says in place of the preset. */
function guessWith({
  guess,
  preprocessing,
  findings,
}: Preparation): Record<keyof PictureGuess, Guess<unknown>> {
  if (findings.length > 0) return guess
  return { ...guess, preset: { value: preprocessing.name, why: "found next to the model" } }
}

async function trialsOf(
  { model, labels }: Loaded,
  file: string,
  { guess, preprocessing: found, findings }: Preparation,
  { modelOutput }: InspectFlags,
): Promise<Trial[]> {
  const picture = await decodePicture(file)
  const tensor = model.inputs.find(({ name }) => name === guess.input.value)!
  const trials: Trial[] = []
  const channels = guess.channels.value === "grey" ? { channels: "grey" as const } : {}
  const form = { ...guess.size.value, layout: guess.layout.value, fit: "stretch" as const, ...channels }
  const presets = presetNames.map((name) => preset(name, form))
  for (const preprocessing of findings.length > 0 ? presets : [found, ...presets]) {
    const { input } = await pictureInput({ picture, preprocessing, masking: mean(), tensor })
    const target = classProbability(modelOutput === undefined ? {} : { output: modelOutput })
    const { bound, findings } = await preflight(model, input, target)
    trials.push({
      preset: preprocessing.name,
      scale: bound.scale,
      prediction: topOf(bound, labels, 3),
      findings,
    })
  }
  return trials
}

function declared({ inputs, outputs, limits }: Model): string[] {
  const line = (what: string, { name, dtype, shape }: TensorInfo) =>
    `  ${what.padEnd(11)} ${name}  ${dtype} ${formatShape(shape)}`
  const batch =
    limits.largestBatch === undefined
      ? "free: any number of pictures in one run"
      : `fixed: exactly ${limits.largestBatch} in one run`
  return [
    ...inputs.map((info) => line("input", info)),
    ...outputs.map((info) => line("output", info)),
    `  ${"batch".padEnd(11)} ${batch}`,
  ]
}

function guessed(guess: Record<keyof PictureGuess, Guess<unknown>> | { error: string }): string[] {
  if ("error" in guess) return ["", `No guess: ${guess.error}`]
  const { width, height } = guess.size.value as Size
  const rows: [string, string, string][] = [
    ["input", String(guess.input.value), guess.input.why],
    ["layout", String(guess.layout.value), guess.layout.why],
    ["size", `${width} x ${height}`, guess.size.why],
    ["channels", String(guess.channels.value), guess.channels.why],
    ["preset", String(guess.preset.value), guess.preset.why],
  ]
  return [
    "",
    "Guessed for a picture:",
    ...rows.map(([what, value, why]) => `  ${what.padEnd(11)} ${value.padEnd(12)} ${why}`),
  ]
}

function tried(trials: readonly Trial[]): string[] {
  if (trials.length === 0) return []
  const width = Math.max(11, ...trials.map(({ preset }) => preset.length))
  return [
    "",
    "What it says of the picture under each preset (you know what it shows: take the preset that is right):",
    ...trials.map(
      ({ preset, scale, prediction }) =>
        `  ${preset.padEnd(width)} ${prediction.map((score) => describeScore(score, scale)).join("   ")}`,
    ),
  ]
}
