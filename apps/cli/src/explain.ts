import { basename, dirname, extname, join, relative } from "node:path"
import { average, coverage, explain, isPamiError, manifest } from "@pami/core"
import type { Activation, Explanation, Finding, Settings } from "@pami/core"
import { encodeNpy } from "@pami/image"
import type { Geometry, Picture } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf, UsageError } from "./exit-status.ts"
import { figure } from "./figure.ts"
import type { Look } from "./figure.ts"
import { expectWritable, makeFolder, writeResult } from "./files.ts"
import { inputOf, moveFiles, partitionerOf, targetOf } from "./job.ts"
import type { Job } from "./job.ts"
import { loadModel, preparationOf } from "./loaded.ts"
import type { Loaded, Preparation, PreprocessingOptions } from "./loaded.ts"
import { progressBar } from "./progress.ts"
import { describe, describeFindings, scoreOf, summaries, topOf } from "./result.ts"
import type { Result } from "./result.ts"
import { chosenClasses, parseClass, parseTarget } from "./values.ts"

/** Options of `pami explain`, as commander hands them over. */
export interface ExplainFlags extends PreprocessingOptions, Look {
  readonly model: string | undefined
  readonly labels: string | undefined
  readonly backend: string
  readonly threads: number | undefined
  readonly modelOutput: string | undefined
  readonly activation: Activation | "auto"
  readonly feed: Record<string, string> | undefined
  readonly target: string
  readonly versus: string | undefined
  readonly strategy: Job["strategy"]
  readonly radius: number | undefined
  readonly stride: number | undefined
  readonly mask: string
  readonly mode: Job["mode"]
  readonly passes: number | undefined
  readonly batch: number | "auto"
  readonly seed: number
  readonly output: string | undefined
  readonly map: string | undefined
  readonly manifest: string | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** Where the results of one input go. */
interface Places {
  readonly picture: string
  readonly map: string | undefined
  readonly manifest: string | undefined
}

/** What is the same for every input of one call. */
interface Task {
  readonly flags: ExplainFlags
  readonly loaded: Loaded
  readonly preparation: Preparation
  readonly job: Job
  readonly target: { classes: number[] } | { top: number }
  readonly versus: number | undefined
}

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
    const task: Task = {
      flags,
      loaded,
      preparation,
      job,
      target: parseTarget(flags.target, loaded.labels),
      versus,
    }
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
      return write(task, { input, picture, geometry: prepared.geometry, explanation, seconds }, places)
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

interface Outcome {
  readonly input: string
  readonly picture: Picture
  readonly geometry: Geometry
  readonly explanation: Explanation
  readonly seconds: number
}

/** Writes every file that was asked for; one that fails does not keep the others from being written. */
async function write(task: Task, outcome: Outcome, places: Places): Promise<[Result, unknown]> {
  const { flags, loaded, job, preparation, versus } = task
  const { input, explanation, geometry, picture } = outcome
  const classes = explanation.targets.filter(
    (target) => target !== versus || explanation.targets.length === 1,
  )
  const selections = classes.map((target) =>
    versus === undefined || target === versus ? target : { target, versus },
  )
  const maps = selections.map((selection) => average(explanation, selection))
  const files: Record<string, string> = {}
  const faults: unknown[] = []
  const attempt = async (
    what: string,
    path: string | undefined,
    make: () => Uint8Array | string | Promise<Uint8Array>,
  ) => {
    if (path === undefined) return
    try {
      await writeResult(path, await make())
      files[what] = path
    } catch (error) {
      faults.push(error)
    }
  }
  await attempt("map", places.map, () => {
    const [height, width] = explanation.units
    const shape = maps.length === 1 ? [height, width] : [maps.length, height, width]
    return encodeNpy(maps.length === 1 ? maps[0] : joined(maps), shape)
  })
  await attempt("manifest", places.manifest, () => {
    const folder = dirname(places.manifest!)
    const beside = (path: string) => relative(folder, path).replaceAll("\\", "/")
    const extra = {
      model: loaded.file === null ? null : beside(loaded.file),
      picture: beside(input),
      job: moveFiles(job, beside),
      versus: versus ?? null,
    } as unknown as Settings
    return `${JSON.stringify(manifest(explanation, { extra }), null, 2)}\n`
  })
  await attempt("picture", places.picture, () =>
    figure({ ...outcome, selections, labels: loaded.labels, model: modelName(loaded), job, look: flags }),
  )
  const findings = [...preparation.findings, ...explanation.findings, ...coverageFindings(explanation)]
  const result: Result = {
    input,
    size: { width: picture.width, height: picture.height },
    prediction: topOf(explanation, loaded.labels),
    maps: summaries(explanation, classes, geometry, loaded.labels),
    versus: versus === undefined ? null : scoreOf(versus, explanation.prediction[versus], loaded.labels),
    passes: explanation.passes,
    complete: explanation.complete,
    seconds: outcome.seconds,
    findings,
    files,
  }
  return [result, faults[0]]
}

/** Few passes may leave gaps: they are shown as such, and told. */
function coverageFindings(explanation: Explanation): Finding[] {
  const counts = coverage(explanation)
  const gaps = counts.filter((count) => count === 0).length
  if (gaps === 0) return []
  const share = Math.max(0.1, (100 * gaps) / counts.length).toFixed(1)
  return [
    {
      code: "UNITS_UNCOVERED",
      level: "warning",
      message: `${share} % of the picture lies in no part that was scored; the map says nothing there`,
      fix: "spend more --passes, or choose a larger --radius",
    },
  ]
}

function joined(maps: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(maps.length * maps[0].length)
  for (const [i, map] of maps.entries()) all.set(map, i * map.length)
  return all
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

/** Several inputs need a place each: `-o`, `--map` and `--manifest` then name folders. */
async function placesOf(inputs: readonly string[], flags: ExplainFlags): Promise<Places[]> {
  const several = inputs.length > 1
  const taken = new Map<string, number>()
  const places: Places[] = []
  for (const input of inputs) {
    const stem = basename(input, extname(input))
    const times = (taken.get(stem) ?? 0) + 1
    taken.set(stem, times)
    const name = times === 1 ? stem : `${stem}-${times}`
    const place = (path: string | undefined, extension: string) =>
      path !== undefined && several ? join(path, `${name}${extension}`) : path
    places.push({
      picture: place(flags.output, ".png") ?? `${name}.pami.png`,
      map: place(flags.map, ".npy"),
      manifest: place(flags.manifest, ".json"),
    })
  }
  for (const path of several ? [flags.output, flags.map, flags.manifest] : [])
    if (path !== undefined) await makeFolder(path)
  for (const { picture, map, manifest } of places)
    for (const path of [picture, map, manifest]) if (path !== undefined) await expectWritable(path)
  const [first] = places
  const named = [first.picture, first.map, first.manifest].filter((path) => path !== undefined)
  if (new Set(named).size < named.length) throw new UsageError("-o, --map and --manifest name the same file")
  return places
}

function modelName({ file }: Loaded): string {
  return file === null ? "the bundled model of scenes" : basename(file)
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
