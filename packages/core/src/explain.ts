import type { BoundTarget, Input, Model, Partition, Partitioner, Target } from "./contracts.ts"
import { distanceToFull } from "./convergence.ts"
import { isPamiError, PamiError } from "./error.ts"
import { nextTurn } from "./event-loop.ts"
import type { Explanation } from "./explanation.ts"
import { declaredBatch } from "./fit.ts"
import { preflight } from "./preflight.ts"
import type { Preflight } from "./preflight.ts"
import type { Tensors } from "./tensor.ts"
import { sizeOf } from "./tensor.ts"

/** The part of the platform's `AbortSignal` that a sweep looks at. */
export interface Signal {
  readonly aborted: boolean
  readonly reason?: unknown
}

/** Options of {@link explain} and {@link sweep}. */
export interface ExplainOptions {
  /** A loaded model. The caller disposes of it. */
  model: Model
  /** What is explained, with its baseline. */
  input: Input
  /** What is scored: `classProbability()`. */
  target: Target
  /** How the input is cut: `slidingWindow()`, `grid()`. */
  partitioner: Partitioner
  /** Forward passes to spend at the most, at least 1. Default: one for every part. */
  passes?: number
  /**
   * Stops, at the end of a partition, when the map of the strongest target is within this distance of the full run's:
   * a share of the map's range, above 0, as {@link distanceToFull} promises it. Default: never.
   */
  until?: number
  /** Items of one run, at least 1; never changes the map. Default `auto`: what the model's backend prefers. */
  batch?: number | "auto"
  /** Ends the sweep after the runs in progress. */
  signal?: Signal
}

/** Where a sweep is. */
export interface Progress {
  /** Forward passes done. */
  readonly passes: number
  /** Forward passes planned, `null` where only cutting the input tells. */
  readonly total: number | null
  /** Share of the planned work that is done, 0 to 1: of the passes, or of the partitions where their parts are not known. */
  readonly share: number
  /** What the look before the sweep has shown. */
  readonly preflight: Preflight
  /** The explanation so far: valid, coarser. Costs nothing until a map is read out of it. */
  snapshot(): Explanation
}

// Looking whether the map has converged costs some passes' time: it is done when there are this many times as many.
const lookAgain = 1.1

// With `auto`, a batch of large items is kept below this many bytes of input: activations take many times as much.
const batchBytes = 32 * 2 ** 20

/**
 * The method (paper, section 3): for every part of every partition, preserve the part, mask the rest, and take the
 * model's score as the part's contribution. Yields once before the first run, then after every run; returns the
 * explanation. Runs go on beside the composing of the next where the model's `preferredRuns` asks for it. Memory stays that
 * of so many batches and the scores.
 *
 * @throws PamiError what the preflight refuses; `OUTPUT_NOT_FINITE`, `MODEL_FAILED`, `PARTITION_FAILED` and `ABORTED` in
 *   mid-sweep, with the explanation so far as `partial`
 * @throws RangeError on a batch that the model cannot take
 */
export async function* sweep(options: ExplainOptions): AsyncGenerator<Progress, Explanation, undefined> {
  const { model, input, target, partitioner, passes: limit = Infinity, until, signal } = options
  if (!(limit >= 1)) throw new RangeError(`passes is at least 1; got ${limit}`)
  if (until !== undefined && !(until > 0)) throw new RangeError(`until is above 0; got ${until}`)
  if (signal?.aborted) throw aborted(signal)
  const declared = declaredBatch(model, input)
  const wanted = chooseBatch(options, declared)
  // One writer for the look and for the sweep: memory that is touched first costs more than all that is copied later.
  const concurrency = model.limits.preferredRuns ?? 1
  const writer = input.open(wanted * concurrency)
  const parts = partitioner.total(input)
  const total = parts === null && limit === Infinity ? null : Math.min(parts ?? Infinity, limit)
  try {
    const checked = await preflight(model, input, target, {
      writer,
      batches: batchesOf(wanted, total),
      beforeRun: () => {
        if (signal?.aborted) throw aborted(signal)
      },
    })
    const { bound } = checked
    const width = bound.targets.length
    expectRoom(total ?? 0, width)
    const slots = Math.min(wanted, checked.batch.largest)
    const rows = new Float64Array(slots * width)

    let scores = new Float32Array((parts === null ? 256 : total!) * width)
    const partitions: Partition[] = []
    const planned = partitioner.partitionCount(input)
    // Partitions that are swept, the last one in part.
    let swept = 0
    let passes = 0
    const snapshot = (complete = false): Explanation =>
      describe(options, checked, {
        partitions: partitions.slice(0, Math.ceil(swept)),
        planned,
        scores: scores.subarray(0, passes * width),
        passes,
        complete,
      })
    const progress = (): Progress => ({
      passes,
      total,
      share: total === null ? swept / planned : passes / total,
      preflight: checked,
      snapshot,
    })

    // Runs under way, oldest first: while they compute, the next is composed, in slots of its own.
    const running: { outputs: Promise<Tensors>; count: number; reached: number }[] = []
    let first = 0
    let waiting = 0
    let composed = 0
    let reached = 0
    const take = async () => {
      const { outputs, count, ...oldest } = running[0]
      try {
        bound.score(await outputs, count, rows)
      } catch (error) {
        throw new PamiError(
          isPamiError(error) ? error.code : "MODEL_FAILED",
          `after ${passes} passes: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error, partial: snapshot() },
        )
      } finally {
        running.shift()
      }
      if ((passes + count) * width > scores.length) {
        expectRoom(passes + count, width)
        const longer = new Float32Array(2 * scores.length + slots * width)
        longer.set(scores)
        scores = longer
      }
      keepFinite(rows, count, scores, bound, passes, snapshot)
      passes += count
      swept = oldest.reached
    }
    const takeAll = async () => {
      while (running.length > 0) await take()
    }
    async function* run(most: number) {
      if (waiting > 0) {
        if (signal?.aborted) {
          await takeAll()
          throw aborted(signal, passes, snapshot)
        }
        const feeds = writer.feeds(checked.batch.fixed ? slots : waiting, first)
        const outputs = (async () => model.run(feeds))()
        // What it throws is met when it is taken.
        outputs.catch(() => {})
        running.push({ outputs, count: waiting, reached })
        first = (first + slots) % (slots * concurrency)
        waiting = 0
      }
      while (running.length > most) {
        await take()
        await nextTurn()
        yield progress()
      }
    }

    try {
      await nextTurn()
      yield progress()
      let nextLook = 1
      for await (const partition of cut(options, async () => {
        await takeAll()
        return passes > 0 ? snapshot() : undefined
      })) {
        partitions.push(partition)
        await writer.load?.(partition.copy ?? 0)
        for (let k = 0; k < partition.size && composed < limit; k++) {
          writer.preserve(first + waiting++, partition.part(k), partition.copy)
          composed++
          reached = partitions.length - 1 + (k + 1) / partition.size
          if (waiting === slots) yield* run(concurrency - 1)
        }
        if (composed >= limit) break
        if (until === undefined || composed < nextLook) continue
        // Where to stop must not depend on the batch: only whole partitions are looked at.
        yield* run(0)
        if (distanceToFull(snapshot()) <= until) break
        nextLook = passes * lookAgain
      }
      yield* run(0)
      return snapshot(true)
    } finally {
      await Promise.allSettled(running.map(({ outputs }) => outputs))
    }
  } finally {
    writer.close()
  }
}

/**
 * Explains one prediction: {@link sweep} as a promise.
 *
 * @param options as for `sweep`; `onProgress` is called before the first run and after every run
 */
export async function explain(
  options: ExplainOptions & { onProgress?: (progress: Progress) => void },
): Promise<Explanation> {
  const steps = sweep(options)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
    options.onProgress?.(step.value)
  }
}

/** The partitions; a fault in making one does not lose what was swept before it. */
async function* cut(
  { partitioner, input }: ExplainOptions,
  done: () => Promise<Explanation | undefined>,
): AsyncGenerator<Partition> {
  try {
    yield* partitioner.partitions(input)
  } catch (error) {
    const partial = await done()
    if (partial === undefined) throw error
    throw new PamiError(
      "PARTITION_FAILED",
      `after ${partial.passes} passes, while cutting: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error, partial },
    )
  }
}

function chooseBatch(
  { batch = "auto", input, model }: ExplainOptions,
  { largest, fixed }: Preflight["batch"],
): number {
  if (batch !== "auto") {
    if (!Number.isInteger(batch) || batch < 1)
      throw new RangeError(`batch is a whole number of at least 1, or "auto"; got ${batch}`)
    // A fixed batch is filled up: a smaller number still cannot be had, but one item at a time means no harm.
    if (fixed && batch !== largest)
      throw new RangeError(
        `the model takes exactly ${largest} items a run; a batch of ${batch} was asked for`,
      )
    if (model.limits.largestBatch !== undefined && batch > model.limits.largestBatch)
      throw new RangeError(
        `the model takes at most ${model.limits.largestBatch} items a run; a batch of ${batch} was asked for`,
      )
    return batch
  }
  if (fixed) return largest
  const bytes = input.tensors.reduce((sum, { shape }) => sum + 4 * sizeOf(shape.slice(1) as number[]), 0)
  return Math.max(1, Math.min(model.limits.preferredBatch, largest, Math.floor(batchBytes / bytes)))
}

/** Sizes of the batches that a sweep runs: full ones, and what is left over. */
function batchesOf(slots: number, total: number | null): number[] {
  if (total === null) return [slots]
  return [...(total >= slots ? [slots] : []), total % slots]
}

// The scores of a sweep are kept in one array of 32-bit floats: 1 GiB of them.
const mostScores = 2 ** 28

function expectRoom(passes: number, width: number): void {
  if (passes * width > mostScores)
    throw new PamiError(
      "SCORES_TOO_MANY",
      `${passes} forward passes with ${width} classes each are ${passes * width} scores; at most ${mostScores} are kept. Name the classes that are to be explained, or spend fewer passes.`,
    )
}

function aborted({ reason }: Signal, passes = 0, snapshot?: () => Explanation): PamiError {
  const partial = passes > 0 ? snapshot?.() : undefined
  return new PamiError("ABORTED", `stopped after ${passes} forward passes, as asked`, {
    ...(reason === undefined ? {} : { cause: reason }),
    ...(partial ? { partial } : {}),
  })
}

/** Copies the scores of a run behind those of the passes before it. */
function keepFinite(
  rows: Float64Array,
  count: number,
  scores: Float32Array,
  { targets }: BoundTarget,
  passes: number,
  snapshot: () => Explanation,
): void {
  const width = targets.length
  for (let i = 0, to = passes * width; i < count * width; i++) {
    scores[to++] = rows[i]
    if (!Number.isFinite(rows[i]))
      throw new PamiError(
        "OUTPUT_NOT_FINITE",
        `forward pass ${passes + Math.floor(i / width) + 1} scored ${rows[i]} for target ${targets[i % width]}; ` +
          `the ${passes} before it are kept. Try another masking operator.`,
        passes > 0 ? { partial: snapshot() } : {},
      )
  }
}

function describe(
  { model, input, partitioner, target }: ExplainOptions,
  { bound, original, baseline, findings }: Preflight,
  swept: Pick<Explanation, "partitions" | "planned" | "scores" | "passes" | "complete">,
): Explanation {
  return {
    units: input.units,
    targets: bound.targets,
    scale: bound.scale,
    original,
    baseline,
    prediction: bound.prediction,
    copies: input.copies,
    ...swept,
    findings,
    provenance: {
      backend: model.backend,
      model: { digest: model.digest, settings: model.settings },
      input: { digest: input.digest, settings: input.settings },
      partitioner: { name: partitioner.name, settings: partitioner.settings },
      target: { name: target.name, settings: bound.settings },
    },
  }
}
