import { classProbability, formatShape, isPamiError, preflight } from "@pami/core"
import type { Finding, Model, TensorInfo } from "@pami/core"
import { guessPicture, mean, pictureInput, preset, presetNames } from "@pami/image"
import type { PictureGuess } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { loadModel } from "./loaded.ts"
import type { Loaded } from "./loaded.ts"
import { topOf } from "./result.ts"
import type { ClassScore } from "./result.ts"

/** Options of `pami inspect`. */
export interface InspectFlags {
  readonly labels: string | undefined
  readonly backend: string
  readonly threads: number | undefined
  readonly modelInput: string | undefined
  readonly modelOutput: string | undefined
  readonly json: boolean | undefined
}

/** What a model says of one picture under one preset. */
interface Trial {
  readonly preset: string
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
    const guess = guessOf(model, flags.modelInput)
    const trials =
      picture === undefined || "error" in guess ? [] : await trialsOf(loaded, picture, guess, flags)
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

function guessOf(model: Model, name: string | undefined): PictureGuess | { error: string } {
  try {
    return guessPicture(model.inputs, name === undefined ? {} : { name })
  } catch (error) {
    if (isPamiError(error)) return { error: error.message }
    throw error
  }
}

async function trialsOf(
  { model, labels }: Loaded,
  file: string,
  guess: PictureGuess,
  { modelOutput }: InspectFlags,
): Promise<Trial[]> {
  const picture = await decodePicture(file)
  const tensor = model.inputs.find(({ name }) => name === guess.input.value)!
  const trials: Trial[] = []
  for (const name of presetNames) {
    const channels = guess.channels.value === "grey" ? { channels: "grey" as const } : {}
    const preprocessing = preset(name, {
      ...guess.size.value,
      layout: guess.layout.value,
      fit: "stretch",
      ...channels,
    })
    const { input } = pictureInput({ picture, preprocessing, masking: mean(), tensor })
    const target = classProbability(modelOutput === undefined ? {} : { output: modelOutput })
    const { bound, findings } = await preflight(model, input, target)
    trials.push({ preset: name, prediction: topOf(bound, labels, 3), findings })
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

function guessed(guess: PictureGuess | { error: string }): string[] {
  if ("error" in guess) return ["", `No guess: ${guess.error}`]
  const { width, height } = guess.size.value
  const rows: [string, string, string][] = [
    ["input", guess.input.value, guess.input.why],
    ["layout", guess.layout.value, guess.layout.why],
    ["size", `${width} x ${height}`, guess.size.why],
    ["channels", guess.channels.value, guess.channels.why],
    ["preset", guess.preset.value, guess.preset.why],
  ]
  return [
    "",
    "Guessed for a picture:",
    ...rows.map(([what, value, why]) => `  ${what.padEnd(11)} ${value.padEnd(12)} ${why}`),
  ]
}

function tried(trials: readonly Trial[]): string[] {
  if (trials.length === 0) return []
  const name = ({ label, class: index, probability }: ClassScore) =>
    `${label ?? `class ${index}`} ${(100 * probability).toFixed(1)} %`
  return [
    "",
    "What it says of the picture under each preset (you know what it shows: take the preset that is right):",
    ...trials.map(({ preset, prediction }) => `  ${preset.padEnd(11)} ${prediction.map(name).join("   ")}`),
  ]
}
