import type { Settings } from "@pami/core"
import { ahead } from "./ahead.ts"
import type { Explaining } from "./explain-inputs.ts"
import { openInput } from "./inputs/input-list.ts"
import type { InputList, RunInput } from "./inputs/input-list.ts"
import { tidyMaps } from "./maps.ts"
import { openRun } from "./open-run.ts"
import type { Run } from "./open-run.ts"
import { planRun } from "./plan-run.ts"
import type { RunPlan } from "./plan-run.ts"
import { recordProgress } from "./progress.ts"
import type { ResultKey, ResultLine } from "./result-line.ts"
import { listIds, selectIds } from "./select-ids.ts"
import type { Selection } from "./select-ids.ts"
import { isInShard } from "./shard.ts"
import type { Shard } from "./shard.ts"
import { explainWith } from "./work.ts"
import { localWorker } from "./worker.ts"
import type { RunWorker, WantedInput } from "./worker.ts"

/** Options of {@link runInputs}. */
export interface RunInputsOptions extends Omit<Explaining, "plan" | "maps" | "methods">, Selection {
  readonly inputs: InputList
  /** Of the results. It is made if it does not exist. */
  readonly folder: string
  /** Options of an explanation, by the name of the method in the lines. Default: `pami`, with the options of the explainer. */
  readonly methods?: Explaining["methods"] | undefined
  /** Whether maps are written beside the lines. Default false. */
  readonly maps?: boolean | undefined
  /** The part of the inputs that this process explains, chosen after limit and sample. Default: all. */
  readonly shard?: Shard | undefined
  /** Forgets the errors of earlier starts. Default false. */
  readonly retry?: boolean | undefined
  /**
   * Whether inputs with results are read again, so that one that has changed since is explained anew. Default true; `false`
   * for inputs that cost to read and do not change.
   */
  readonly verify?: boolean | undefined
  /**
   * Settings that decide results and that neither a recipe nor an option of `methods` has: those of metrics, the question or
   * the answer among the options of the explainer. Default: none.
   */
  readonly settings?: Settings | undefined
  /** Returns the workers that explain. Default: this process. */
  readonly workers?: ((plan: RunPlan) => readonly RunWorker[]) | undefined
  /** Called with each line once it is on the disk. */
  readonly onLine?: ((line: ResultLine, progress: RunProgress) => void) | undefined
}

/** How far a run is. */
export interface RunProgress {
  /** Number of results, those of earlier starts included. */
  readonly done: number
  /** Number of results of this shard. */
  readonly expected: number
}

/** The outcome of a start. */
export interface RunOutcome {
  /** Number of results that were known from an earlier start. */
  readonly known: number
  /** Number of results that this start added. */
  readonly added: number
  /** Number of those with an error. */
  readonly failed: number
  /** Ids of inputs that have changed since their results were written. They were explained again. */
  readonly changed: readonly string[]
}

/**
 * Explains many inputs by one or several methods, and keeps a line of each in a folder. A later start with the same question goes
 * on where the last one ended, however it ended; known results are skipped. An input that cannot be read or explained is a line
 * with its error. When all results are there, the lines are put in order: the same question has the same bytes then, whatever
 * died in between and however many workers there were.
 *
 * @throws PamiError the errors of `planRun` and `openRun`; `ABORTED`: what was added stays
 * @throws RangeError for an option out of its range
 *
 * @example
 * const inputs = await fileInputs([`${folder}/photos`])
 * const methods = { pami: { passes: 20 }, occlusion: { method: "occlusion", passes: 20 } } as const
 * const { added, failed } = await runInputs({ explain, inputs, methods, folder: `${folder}/results` })
 * console.log(added, failed) // 4 0
 */
export async function runInputs(options: RunInputsOptions): Promise<RunOutcome> {
  const { explain, inputs, folder, shard, retry, settings, onLine } = options
  const { methods = { pami: {} }, metrics, verify = true } = options
  const ids = await listIds(inputs)
  const selected = selectIds(ids, options)
  const plan = await planRun({ explain, methods, inputs, ids, settings: settingsOf(settings, options) })
  const own = shard === undefined ? selected : selected.filter((id) => isInShard(id, shard))
  const names = Object.keys(plan.keys)
  const run = await openRun(folder, { question: plan.question, retry, shard })
  try {
    const changed = verify ? await forgetChanged(run, inputs, own, names) : []
    const wanted = own.flatMap((id): WantedInput[] => {
      const missing = names.filter((method) => !run.has({ input: id, method }))
      // Of a million inputs, most share one list.
      const methods = missing.length === names.length ? names : missing
      return methods.length === 0 ? [] : [{ id, methods }]
    })
    const expected = own.length * names.length
    const known = expected - wanted.reduce((sum, { methods: missing }) => sum + missing.length, 0)
    const progress = await recordProgress(folder, shard, {
      all: selected.length * names.length,
      expected,
      known,
    })
    let [added, failed] = [0, 0]
    try {
      const task = {
        explain,
        methods,
        plan,
        metrics,
        signal: options.signal,
        ...(options.maps && { maps: folder }),
      }
      const workers = options.workers?.(plan) ?? [localWorker(task, inputs)]
      await explainWith(workers, wanted, async (lines) => {
        await run.add(lines)
        for (const line of lines) {
          added++
          if (line.error !== undefined) failed++
          onLine?.(line, { done: known + added, expected })
        }
        await progress.add(lines.length)
      })
      await run.sort()
      // Other shards may still write theirs.
      if (options.maps && (shard?.count ?? 1) === 1) await tidyMaps(folder)
    } finally {
      await progress.end()
    }
    return { known, added, failed, changed }
  } finally {
    await run.close()
  }
}

/** Returns the settings of a question: the caller's, and the names of the metrics. */
function settingsOf(own: Settings | undefined, { metrics, maps }: RunInputsOptions): Settings {
  return {
    ...own,
    ...(metrics === undefined ? {} : { metrics: Object.keys(metrics) }),
    // A line names its map.
    ...(maps ? { maps: true } : {}),
  }
}

/** Removes the results of inputs that have changed. Returns the ids of those. */
async function forgetChanged(
  run: Run,
  inputs: InputList,
  ids: readonly string[],
  methods: readonly string[],
): Promise<string[]> {
  const isKnown = (id: string) => methods.some((method) => run.digest({ input: id, method }) !== undefined)
  const known = ids.filter(isKnown)
  const changed: string[] = []
  const forgotten: ResultKey[] = []
  const read = async (input: RunInput) => input.digest ?? (await openInput(input)).digest
  if (known.length > 0)
    for await (const { item, started } of ahead(inputs.inputs(known), read)) {
      // One that cannot be read now keeps what it has.
      const now = await started.catch(() => undefined)
      const stale = methods
        .map((method) => ({ input: item.id, method }))
        .filter((key) => ![undefined, now].includes(run.digest(key)))
      if (now === undefined || stale.length === 0) continue
      changed.push(item.id)
      forgotten.push(...stale)
    }
  if (forgotten.length > 0) await run.forget(forgotten)
  return changed
}
