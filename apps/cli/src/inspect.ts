import { isPamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import type { Size } from "@pami/image"
import type { Preparation } from "@pami/recipe"
import { describeBackend } from "./backends.ts"
import type { Console } from "./console.ts"
import { describeError, exitStatus, statusOf } from "./exit-status.ts"
import { headerLines } from "./inspect/header.ts"
import { declaredLines, guessLines, labelLines, noteLines, trialLines } from "./inspect/text.ts"
import { reportTask, taskLines } from "./inspect/task.ts"
import type { TaskReport } from "./inspect/task.ts"
import { reportTokenizer, tokenizerLines } from "./inspect/tokenizer.ts"
import type { TokenizerReport } from "./inspect/tokenizer.ts"
import { tryPresets } from "./inspect/trials.ts"
import type { Trial } from "./inspect/trials.ts"
import { describeOpened, openModel, prepareLoaded } from "./load-model.ts"
import type { LoadedModel, OpenedModel } from "./load-model.ts"
import { oneLine } from "./printable.ts"

/** Options of `pami inspect`. */
export interface InspectFlags {
  readonly labels: string | undefined
  readonly preset: string | undefined
  readonly size: Size | undefined
  readonly layout: "nchw" | "nhwc" | undefined
  readonly feed: Record<string, string> | undefined
  readonly backend: string | undefined
  readonly threads: number | undefined
  readonly maxPixels: number | undefined
  readonly modelInput: string | undefined
  readonly modelOutput: string | undefined
  readonly json: boolean | undefined
}

/** Facts about a model, found step by step. */
interface Report {
  labels?: { count: number; names: readonly string[] } | null
  task?: TaskReport
  tokenizer?: TokenizerReport | null
  guess?: Preparation["guess"] | { error: string }
  preprocessing?: Preparation["preprocessing"]
  findings?: readonly Finding[]
  trials?: readonly Trial[]
  error?: { code: string; message: string }
}

/**
 * `pami inspect`: what a model declares, and a guess of what it does not. With an image, the prediction under every
 * preset side by side: who knows what the image shows sees which preset is right.
 *
 * Prints the declarations of the file first, even if a later step fails.
 */
export async function inspectCommand(
  file: string,
  picture: string | undefined,
  flags: InspectFlags,
  console: Console,
): Promise<number> {
  const say = (lines: readonly string[]) => {
    if (!flags.json && lines.length > 0) console.stdout(lines.map((line) => `${oneLine(line)}\n`).join(""))
  }
  const opened = await openModel({ ...flags, file }, console).catch(async (error: unknown) => {
    const lines = await headerLines(file)
    if (lines.length > 0) say([file, ...lines])
    throw error
  })
  try {
    const { model } = opened
    say([`${file}  ${describeBackend(model)}`, ...declaredLines(model)])
    const report: Report = {}
    let failed: unknown
    try {
      await find(file, opened, picture, flags, report, say)
    } catch (error) {
      if (!flags.json) throw error
      failed = error
      report.error = describeError(error, console.hasFlag)
      console.stderr(`pami: ${oneLine(report.error.message)} [${report.error.code}]\n`)
    }
    if (flags.json) {
      const { backend, digest, settings, limits, inputs, outputs, leftOut = [] } = model
      const { metadata = {}, activations = {} } = model
      const declared = {
        file,
        backend,
        digest,
        settings,
        limits,
        inputs,
        outputs,
        leftOut,
        metadata,
        activations,
      }
      console.stdout(`${JSON.stringify({ ...declared, trials: [], ...report }, null, 2)}\n`)
    }
    return failed === undefined ? exitStatus.done : statusOf(failed)
  } finally {
    await opened.model.dispose()
  }
}

async function find(
  file: string,
  opened: OpenedModel,
  picture: string | undefined,
  flags: InspectFlags,
  report: Report,
  say: (lines: readonly string[]) => void,
): Promise<void> {
  const loaded = await describeOpened(opened, flags)
  const { labels } = loaded
  report.labels = labels === undefined ? null : { count: labels.length, names: labels }
  report.task = reportTask(loaded, file)
  const { tokenizer, findings } = await reportTokenizer(loaded)
  report.findings = [...loaded.findings, ...findings]
  if (tokenizer !== undefined) report.tokenizer = tokenizer
  // Words that a model writes, and places in a text, have no labels.
  const isLabelled = !["generation", "question-answering"].includes(report.task.task.name)
  if (isLabelled || labels !== undefined) say(labelLines(labels))
  say([...tokenizerLines(tokenizer), ...taskLines(report.task)])
  // Only images have a preprocessing to guess.
  if (report.task.inputs.length > 0 && report.task.inputs.every(({ kind }) => kind !== "image")) {
    say(noteLines(report.findings))
    if (picture !== undefined)
      say(["", `${picture} is not tried: an image shows which preset is right, and this model takes none.`])
    return
  }
  const prepared = await prepare(loaded, flags)
  if ("error" in prepared) {
    report.guess = prepared
    say(["", `No guess: ${prepared.error}`, ...noteLines(report.findings)])
    return
  }
  Object.assign(report, {
    guess: prepared.guess,
    preprocessing: prepared.preprocessing,
    findings: [...prepared.findings, ...findings],
  } satisfies Report)
  say([...guessLines(prepared, flags.size), ...noteLines([...prepared.findings, ...findings])])
  if (picture === undefined) return
  report.trials = await tryPresets(loaded, picture, prepared, flags)
  say([...trialLines(report.trials), ...noteLines(sameForAll(report.trials))])
}

/** Returns the findings that every preset shares, once: a guessed range, outputs that differ between equal runs. */
function sameForAll(trials: readonly Trial[]): Finding[] {
  const findings = trials.flatMap((trial) => ("error" in trial ? [] : trial.findings))
  return (["RANGE_GUESSED", "NOT_DETERMINISTIC"] as const).flatMap(
    (wanted) => findings.find(({ code }) => code === wanted) ?? [],
  )
}

/** A model that takes no image is not an error here: what it declares is what was asked for. */
async function prepare(loaded: LoadedModel, flags: InspectFlags): Promise<Preparation | { error: string }> {
  try {
    const { preset, size, layout, modelInput } = flags
    return await prepareLoaded(loaded, { preset, preparation: { size, layout, modelInput } })
  } catch (error) {
    if (isPamiError(error) && (error.code === "SHAPE_MISMATCH" || error.code === "INPUT_NOT_CHOSEN"))
      return { error: error.message }
    throw error
  }
}
