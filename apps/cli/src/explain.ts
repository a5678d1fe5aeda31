import { basename } from "node:path"
import { explain, isPamiError } from "@pami/core"
import type { Explanation } from "@pami/core"
import { decodePicture } from "@pami/image/node"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import type { ExplainFlags } from "./flags.ts"
import { inputOf, partitionerOf, targetOf } from "./job.ts"
import type { Job } from "./job.ts"
import { loadModel, preparationOf } from "./loaded.ts"
import type { Loaded, Preparation } from "./loaded.ts"
import { writeOutcome } from "./outcome.ts"
import type { Task } from "./outcome.ts"
import { placesOf } from "./places.ts"
import type { Places } from "./places.ts"
import { progressBar } from "./progress.ts"
import { describe, describeFindings } from "./result.ts"
import type { Result } from "./result.ts"
import { chosenClasses, parseClass, parseTarget } from "./values.ts"

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
  const loaded = await loadModel(flags)
  try {
    const preparation = await preparationOf(loaded, flags)
    const job = jobOf(flags, preparation, loaded)
    const versus = flags.versus === undefined ? undefined : parseClass(flags.versus, loaded.labels)
    const target = parseTarget(flags.target, loaded.labels)
    if ("classes" in target && target.classes[0] === versus)
      throw new UsageError("--target and --versus name the same class; a contrast needs two")
    const task: Task = { flags, loaded, preparation, job, target, versus }
    const results: (Result | Failure)[] = []
    let status: number = exitStatus.done
    for (const [index, input] of inputs.entries()) {
      const [result, error] = await explainOne(task, input, places[index], console)
      results.push(
        error === undefined ? (result as Result) : { ...result, input, error: describeError(error) },
      )
      if (error !== undefined) {
        status = Math.max(status, statusOf(error))
        console.stderr(`pami: ${input}: ${describeError(error).message} [${describeError(error).code}]\n`)
      }
      if (result && !flags.json) console.stdout(`${describe(result, modelLine(loaded))}\n`)
      if (result && !flags.quiet) console.stderr(describeFindings(result.findings, loaded.labels))
      if (status === exitStatus.interrupted) break
    }
    if (flags.json) console.stdout(`${JSON.stringify({ model: modelRecord(task), results }, null, 2)}\n`)
    return status
  } finally {
    await loaded.model.dispose()
  }
}

async function explainOne(
  task: Task,
  input: string,
  places: Places,
  console: Console,
): Promise<[result: Result | undefined, error: unknown]> {
  const { flags, loaded, job } = task
  const bar = progressBar(basename(input), console, flags.quiet === true || flags.json === true)
  const started = Date.now()
  try {
    const picture = await decodePicture(input)
    const prepared = await inputOf(job, loaded.model, picture)
    const finish = async (explanation: Explanation) => {
      const seconds = (Date.now() - started) / 1000
      bar.end()
      return writeOutcome(task, { input, picture, geometry: prepared.geometry, explanation, seconds }, places)
    }
    try {
      const explanation = await explain({
        model: loaded.model,
        input: prepared.input,
        target: targetOf(job, chosenClasses(task.target, task.versus), loaded.labels?.length),
        partitioner: partitionerOf(job),
        ...(job.passes === null ? {} : { passes: job.passes }),
        batch: flags.batch,
        signal: console.signal,
        onProgress: bar.show,
      })
      return await finish(explanation)
    } catch (error) {
      // What was computed before the fault is written as usual; the fault is told besides.
      const partial = isPamiError(error) ? error.partial : undefined
      if (partial === undefined) throw error
      const [result, another] = await finish(partial)
      return [result, another ?? error]
    }
  } catch (error) {
    return [undefined, error]
  } finally {
    bar.end()
  }
}

function jobOf(flags: ExplainFlags, { input, preprocessing }: Preparation, { file }: Loaded): Job {
  const job: Job = {
    input,
    output: flags.modelOutput ?? null,
    // The bundled model is known to give logits: no need to find out, or to tell.
    activation: file === null && flags.activation === "auto" ? "softmax" : flags.activation,
    preprocessing,
    strategy: flags.strategy,
    mode: flags.mode,
    radius: flags.radius ?? null,
    stride: flags.stride ?? null,
    passes: flags.passes ?? null,
    mask: flags.mask,
    seed: flags.seed,
    feeds: flags.feed ?? {},
  }
  partitionerOf(job)
  return job
}

function modelLine({ model, file, labels }: Loaded): string {
  const name = file ?? "the bundled model of scenes (give --model FILE for your own)"
  return `${name}, ${model.backend}${labels ? `, ${labels.length} labels` : ", no labels (give --labels FILE)"}`
}

function modelRecord({ loaded: { model, file }, job, preparation }: Task): unknown {
  return {
    file,
    digest: model.digest,
    backend: model.backend,
    settings: model.settings,
    input: job.input,
    preprocessing: preparation.preprocessing,
  }
}
