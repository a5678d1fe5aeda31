import { basename } from "node:path"
import type { Input } from "@pami/core"
import { presetNames } from "@pami/image"
import { decideTarget, prepareInput, masks } from "@pami/recipe"
import type { Decision } from "@pami/recipe"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import { exists, filesWithin } from "./files.ts"
import type { ExplainFlags } from "./flags.ts"
import { unlessStopped } from "./interrupt.ts"
import { recipeFromFlags } from "./recipe-from-flags.ts"
import { joinErrors } from "./join-errors.ts"
import { loadModel, preparationFor } from "./loaded.ts"
import type { Loaded } from "./loaded.ts"
import { expectNameOrFile } from "./near-names.ts"
import { writeOutcome } from "./outcome.ts"
import type { Task } from "./outcome.ts"
import { placesOf } from "./places.ts"
import type { Places } from "./places.ts"
import { oneLine } from "./printable.ts"
import { progressBar } from "./progress.ts"
import { describe, describeFindings } from "./result.ts"
import type { Result } from "./result.ts"
import { sweepPicture } from "./swept.ts"
import { parseClass, parseTarget } from "./values.ts"

/** An input that failed: the error, and what could be saved of its result. */
interface Failure extends Partial<Result> {
  readonly input: string
  readonly error: { readonly code: string; readonly message: string }
}

/** `pami explain`: every input through one loaded model. Goes on after an input that fails. */
export async function explainCommand(
  inputs: string[],
  flags: ExplainFlags,
  console: Console,
): Promise<number> {
  const places = await placesOf(inputs, flags)
  await expectNameOrFile("--preset", flags.preset, presetNames)
  await expectMask(flags.mask)
  const { signal } = console
  const loaded = await unlessStopped(loadModel(flags), signal)
  let status: number = exitStatus.done
  try {
    const preparation = await preparationFor(loaded, flags)
    const recipe = await recipeFromFlags(flags, preparation, loaded)
    const versus =
      flags.versus === undefined ? undefined : parseClass("--versus", flags.versus, loaded.labels)
    const target = parseTarget(flags.target, loaded.labels)
    if ("classes" in target && target.classes[0] === versus)
      throw new UsageError("--target and --versus name the same class; a contrast needs two")
    if (recipe.stages === 2 && "top" in target && target.top > 1)
      throw new UsageError("--stages 2 explains one class: the second stage is cut by its first map")
    const task: Task = { flags, loaded, preparation, recipe, target, versus }
    const decide = once((input: Input) =>
      decideTarget(recipe, loaded.model, input, { task: loaded.discovery?.task, signal }),
    )
    const results: (Result | Failure)[] = []
    for (const [index, input] of inputs.entries()) {
      const [result, error] = await explainOne(task, decide, input, places[index], console)
      // With --json all results are printed at the end: until then an interruption waits for them.
      console.setUnsaved?.(flags.json === true)
      results.push(
        error === undefined ? (result as Result) : { ...result, input, error: describeError(error) },
      )
      if (error !== undefined) {
        status = Math.max(status, statusOf(error))
        const { code, message } = describeError(error)
        console.stderr(
          `pami: ${oneLine(message.startsWith(input) ? message : `${input}: ${message}`)} [${code}]\n`,
        )
      }
      if (result && !flags.json) console.stdout(`${describe(result, modelLine(loaded))}\n`)
      if (result && !flags.quiet)
        console.stderr(describeFindings(result.findings, loaded.labels, console.hasFlag))
      if (status === exitStatus.interrupted) break
    }
    if (flags.json) console.stdout(`${JSON.stringify({ model: modelRecord(task), results }, null, 2)}\n`)
    console.setUnsaved?.(false)
    return status
  } finally {
    // A run that was left behind is not waited for: the process ends.
    if (status !== exitStatus.interrupted) await loaded.model.dispose()
  }
}

async function explainOne(
  task: Task,
  decide: (input: Input) => Promise<Decision>,
  input: string,
  places: Places,
  console: Console,
): Promise<[result: Result | undefined, error: unknown]> {
  const { flags, loaded } = task
  const { signal } = console
  const bar = progressBar(basename(input), console, flags.quiet === true || flags.json === true)
  const started = Date.now()
  try {
    const files = filesWithin(flags.maxPixels)
    const picture = await unlessStopped(files.picture(input), signal)
    const prepared = await unlessStopped(prepareInput(task.recipe, loaded.model, picture, files), signal)
    const { recipe, findings } = await unlessStopped(decide(prepared.input), signal)
    const decided = { ...task, recipe }
    // The results before an error are written as usual; the error is reported as well.
    const [explanation, error] = await sweepPicture(decided, prepared, bar, console)
    const seconds = (Date.now() - started) / 1000
    bar.end()
    const outcome = { input, picture, geometry: prepared.geometry, explanation, seconds, findings }
    const [result, unwritten] = await writeOutcome(decided, outcome, places)
    return [result, joinErrors([...(error === undefined ? [] : [error]), ...unwritten])]
  } catch (error) {
    return [undefined, error]
  } finally {
    bar.end()
  }
}

/** The first decision that is made holds for all inputs after it; one that failed says nothing of the next. */
function once(decide: (input: Input) => Promise<Decision>): (input: Input) => Promise<Decision> {
  let made: Decision | undefined
  return async (input) => (made ??= await decide(input))
}

function modelLine({ model, file, labels }: Loaded): string {
  const name = file ?? "the bundled model of scenes (give --model FILE for your own)"
  return `${name}, ${model.backend}${labels ? `, ${labels.length} labels` : ", no labels (give --labels FILE)"}`
}

function modelRecord({ loaded: { model, file }, recipe, preparation }: Task): unknown {
  return {
    file,
    digest: model.digest,
    backend: model.backend,
    settings: model.settings,
    input: recipe.input,
    preprocessing: preparation.preprocessing,
  }
}

/** Refuses a mask that is neither a name, nor a colour, nor a file, before a model is loaded. */
async function expectMask(mask: string): Promise<void> {
  if (!mask.startsWith("#")) return expectNameOrFile("--mask", mask, masks)
  if (!/^#[\da-f]{6}$/i.test(mask) && !(await exists(mask)))
    throw new UsageError(`--mask ${mask}: a colour is #rrggbb, as in #808080`)
}
