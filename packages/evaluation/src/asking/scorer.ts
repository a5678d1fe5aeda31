import { isPamiError, PamiError } from "@pami/core"
import type { BatchWriter, BoundTarget, Model, Part, Signal, Tensors } from "@pami/core"
import { nextTurn } from "@pami/core/tensor"
import { evaluationError } from "../evidence.ts"

/** Runs and their sizes. */
export interface ScorerOptions {
  readonly model: Model
  /** Has `slots * concurrency` slots. */
  readonly writer: BatchWriter
  readonly bound: BoundTarget
  /** Number of items of one run. */
  readonly slots: number
  /** Number of runs at once. */
  readonly concurrency: number
  /** Whether the model takes only full batches. */
  readonly fixed: boolean
  readonly signal?: Signal | undefined
}

/** A masked version of the input: a part preserved alone, or the share of each unit. */
export type Version = Part | Float32Array

interface Question {
  readonly versions: Iterator<Version>
  /** Position of the target. */
  readonly column: number
  readonly scores: number[]
  /** Number of versions whose scores are awaited. */
  open: number
  /** Whether all versions are in batches. */
  asked: boolean
  resolve(scores: Float64Array): void
  reject(error: unknown): void
}

interface Item {
  readonly question: Question
  readonly index: number
}

/**
 * Scores masked versions of one input. Questions that wait at the same time share batches, and a batch that is not full
 * waits for the answers to the runs in progress, since these may lead to further questions.
 */
export class Scorer {
  /** Number of items scored so far. */
  passes = 0
  readonly #options: ScorerOptions
  readonly #rows: Float64Array
  readonly #waiting: Question[] = []
  // Oldest first.
  readonly #running: { readonly outputs: Promise<Tensors>; readonly items: readonly Item[] }[] = []
  #batch: Item[] = []
  #first = 0
  #working = false

  constructor(options: ScorerOptions) {
    this.#options = options
    this.#rows = new Float64Array(options.slots * options.bound.targets.length)
  }

  /**
   * Returns the score of the target at position `column` for each version.
   *
   * @throws PamiError `ABORTED`, `MODEL_FAILED`, `OUTPUT_NOT_FINITE`, `UNITS_NOT_BLENDED`
   */
  ask(column: number, versions: Iterable<Version>): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      const question = { versions: versions[Symbol.iterator](), column, scores: [], open: 0, asked: false }
      this.#waiting.push({ ...question, resolve, reject })
      if (!this.#working) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#working = true
    const { slots, concurrency } = this.#options
    try {
      // All that ask in this turn of the event loop.
      await nextTurn()
      for (;;) {
        if (this.#waiting.length > 0) {
          this.#compose(this.#waiting[0])
          if (this.#batch.length < slots) continue
          this.#start()
          while (this.#running.length >= concurrency) await this.#take()
        } else if (this.#running.length > 0) await this.#take()
        else if (this.#batch.length > 0) this.#start()
        else break
      }
    } catch (error) {
      await Promise.allSettled(this.#running.map(({ outputs }) => outputs))
      const items = [...this.#running.flatMap(({ items }) => items), ...this.#batch]
      const questions = new Set([...items.map(({ question }) => question), ...this.#waiting])
      this.#waiting.length = this.#running.length = this.#batch.length = 0
      for (const question of questions) question.reject(error)
    } finally {
      this.#working = false
    }
  }

  #compose(question: Question): void {
    const slot = this.#first + this.#batch.length
    const { writer } = this.#options
    try {
      const step = question.versions.next()
      if (step.done) {
        question.asked = true
        this.#waiting.shift()
        settle(question)
        return
      }
      if (step.value instanceof Int32Array) writer.preserve(slot, step.value)
      else if (writer.blend !== undefined) writer.blend(slot, step.value)
      else
        throw evaluationError(
          "UNITS_NOT_BLENDED",
          "the units of this input cannot be mixed with their baseline; choose a metric that masks whole units",
        )
    } catch (error) {
      // The other questions continue.
      this.#waiting.shift()
      question.reject(error)
      return
    }
    this.#batch.push({ question, index: question.scores.push(NaN) - 1 })
    question.open++
  }

  #start(): void {
    const { model, writer, slots, concurrency, fixed, signal } = this.#options
    if (signal?.aborted)
      throw new PamiError("ABORTED", `stopped after ${this.passes} forward passes of the evaluation`, {
        cause: signal.reason,
      })
    const feeds = writer.feeds(fixed ? slots : this.#batch.length, this.#first)
    const outputs = (async () => model.run(feeds))()
    // `take` throws the error.
    outputs.catch(() => {})
    this.#running.push({ outputs, items: this.#batch })
    this.#batch = []
    this.#first = (this.#first + slots) % (slots * concurrency)
  }

  async #take(): Promise<void> {
    const { outputs, items } = this.#running[0]
    const { bound } = this.#options
    try {
      bound.score(await outputs, items.length, this.#rows)
    } catch (cause) {
      if (isPamiError(cause)) throw cause
      throw new PamiError("MODEL_FAILED", cause instanceof Error ? cause.message : String(cause), { cause })
    }
    this.#running.shift()
    this.passes += items.length
    for (const [item, { question, index }] of items.entries()) {
      question.scores[index] = this.#rows[item * bound.targets.length + question.column]
      question.open--
      settle(question)
    }
    // Metrics that wait for these scores may have further questions.
    await nextTurn()
  }
}

function settle({ asked, open, scores, resolve, reject }: Question): void {
  if (!asked || open > 0) return
  const found = scores.find((score) => !Number.isFinite(score))
  if (found === undefined) resolve(Float64Array.from(scores))
  else
    reject(
      new PamiError(
        "OUTPUT_NOT_FINITE",
        `the model scored ${found} for a masked input. Try another baseline.`,
        {
          data: { score: String(found) },
        },
      ),
    )
}
