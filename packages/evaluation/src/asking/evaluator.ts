import { countUnits, nothing, PamiError, preflight } from "@pami/core"
import type { BatchWriter, Finding, Input, Model, Signal, Target, TargetInfo, UnitGrid } from "@pami/core"
import { planRuns, sizeOf } from "@pami/core/tensor"
import { evaluationError } from "../evidence.ts"
import type { Metric, Subject } from "../contracts/metric.ts"
import type { Answers } from "../contracts/answers.ts"
import { judge, type Result } from "./judge.ts"
import { gridPart, gridShares } from "./other-grids.ts"
import { Scorer, type Version } from "./scorer.ts"

/** Options of {@link evaluator}. */
export interface EvaluatorOptions {
  /** The loaded model. The caller disposes of it. */
  readonly model: Model
  /**
   * The input over each baseline, by name: the names that metrics use, as in `insertion:blur`. At least one. The inputs
   * differ in their baseline only.
   */
  readonly baselines: Readonly<Record<string, Input>>
  /** Turns outputs into scores: the one of the explanations. */
  readonly target: Target
  /** Name of the grid that is masked. Default: the first. */
  readonly grid?: string
  /** Number of items of one run. It does not change a value. Default `auto`: as the backend prefers. */
  readonly batch?: number | "auto"
  /** Aborts the evaluation after the runs in progress: an `AbortSignal`. */
  readonly signal?: Signal
}

/** A map to judge, named. The evaluator adds the scores of masked inputs. */
export interface NamedMap extends Omit<Subject, "answers" | "shape"> {
  /** Name of the method, for the results. */
  readonly name: string
}

/** Judges the maps of one input. */
export interface Evaluator {
  /** The targets, each with its score for the input itself. */
  readonly targets: readonly TargetInfo[]
  /** Position of the target that is measured if a map names none. */
  readonly preferred: number
  /** Findings of the checks before the first run. */
  readonly findings: readonly Finding[]
  /** Number of forward passes so far, without those of the checks. */
  readonly passes: number
  /**
   * Measures each map by each metric: the maps one after the other, each with all metrics. A metric without a value has the
   * reason in its result.
   *
   * @throws PamiError `ABORTED`, and the errors of the model
   */
  evaluate(maps: readonly NamedMap[], metrics: readonly Metric[]): Promise<Result[]>
  /** Releases the memory. The model stays loaded. */
  close(): void
}

/**
 * Returns the judge of maps of one input. The model is checked once and shown the input once; each baseline is scored
 * once; the masked inputs of all maps and metrics go into common full batches.
 *
 * @throws PamiError `INPUTS_DIFFER`, `BASELINE_NOT_GIVEN`, and the errors of `preflight`
 * @throws RangeError for a batch that the model cannot take, or an unknown grid
 *
 * @example
 * import { average, classProbability } from "@pami/core"
 *
 * const judge = await evaluator({ model, target: classProbability(), baselines: { black: input } })
 * const metrics = ["insertion:black", "deletion:black", "minimal-region:black"].map(createMetric)
 * const results = await judge.evaluate([{ name: "pami", map: average(explanation) }], metrics)
 * for (const { metric, value } of results) console.log(metric, value?.toFixed(2))
 * judge.close()
 */
export async function evaluator(options: EvaluatorOptions): Promise<Evaluator> {
  const { model, baselines, target, signal } = options
  const [first, ...others] = Object.values(baselines)
  if (first === undefined)
    throw evaluationError("BASELINE_NOT_GIVEN", "an evaluator takes the input over at least one baseline")
  for (const other of others) expectSameGrids(first, other)
  const grid = findGrid(first, options.grid)
  const units = sizeOf(grid.shape)
  const runs = planRuns(model, first, options.batch ?? "auto")
  const open = (input: Input) => input.open(runs.slots * runs.concurrency)
  const writer = open(first)
  const { bound, batch, findings } = await preflight(model, first, target, {
    writer,
    batches: [runs.slots],
  }).catch((error: unknown) => {
    writer.close()
    throw error
  })
  const sizes = { ...runs, slots: Math.min(runs.slots, batch.largest), fixed: batch.fixed }
  const scorers = new Map<string, Scorer>()
  const opened = new Map<string, BatchWriter>()
  const scorerOf = (baseline: string): Scorer => {
    const known = scorers.get(baseline)
    if (known !== undefined) return known
    if (!Object.hasOwn(baselines, baseline))
      throw evaluationError(
        "BASELINE_NOT_GIVEN",
        `the metric masks with "${baseline}"; the evaluator has ${Object.keys(baselines).join(", ")}`,
        { baseline },
      )
    const own = baselines[baseline] === first ? writer : open(baselines[baseline])
    const scorer = new Scorer({ model, writer: own, bound, ...sizes, signal })
    opened.set(baseline, own)
    scorers.set(baseline, scorer)
    return scorer
  }
  const all = countUnits(first.grids)
  const answersOf = (column: number): Answers => {
    const masked = new Map<string, Promise<number>>()
    const ask = async (baseline: string, versions: Iterable<Version>) =>
      await scorerOf(baseline).ask(column, versions)
    return {
      units,
      original: bound.targets[column].score,
      masked(baseline) {
        let score = masked.get(baseline)
        if (score === undefined) {
          score = ask(baseline, [gridPart(nothing, grid, all)]).then(([found]) => found)
          masked.set(baseline, score)
          // An evaluation that was stopped may be repeated.
          score.catch(() => masked.delete(baseline))
        }
        return score
      },
      preserved: (baseline, parts) =>
        ask(
          baseline,
          mapped(parts, (part) => gridPart(part, grid, all)),
        ),
      blended: (baseline, shares) =>
        ask(
          baseline,
          mapped(shares, (one) => gridShares(one, grid, all)),
        ),
    }
  }
  const answers = new Map<number, Answers>()
  return {
    targets: bound.targets,
    preferred: bound.preferred,
    findings,
    get passes() {
      return [...scorers.values()].reduce((sum, { passes }) => sum + passes, 0)
    },
    async evaluate(maps, metrics) {
      const subjects = maps.map((map): { name: string; subject: Subject } => {
        const column =
          map.target === undefined ? bound.preferred : bound.targets.findIndex(({ id }) => id === map.target)
        if (column < 0)
          throw new PamiError(
            "TARGET_OUT_OF_RANGE",
            `the map "${map.name}" explains target ${map.target}, whose scores the target of the evaluator does not keep`,
            { data: { target: map.target! } },
          )
        let own = answers.get(column)
        if (own === undefined) answers.set(column, (own = answersOf(column)))
        const { id } = bound.targets[column]
        return { name: map.name, subject: { ...map, target: id, shape: grid.shape, answers: own } }
      })
      return await judge(subjects, metrics)
    },
    close() {
      for (const one of new Set([writer, ...opened.values()])) one.close()
    },
  }
}

function findGrid({ grids }: Input, name: string | undefined): UnitGrid {
  const grid = name === undefined ? grids[0] : grids.find((one) => one.name === name)
  if (grid !== undefined) return grid
  throw new RangeError(`the input has no grid "${name}"; it has ${grids.map(({ name }) => name).join(", ")}`)
}

function expectSameGrids(first: Input, other: Input): void {
  const [expected, found] = [first, other].map(({ grids }) =>
    grids.map(({ name, shape }) => `${name} ${shape.join(" x ")}`).join(", "),
  )
  if (expected !== found)
    throw evaluationError(
      "INPUTS_DIFFER",
      `the inputs of an evaluator differ in their baseline only; one has the grids ${expected}, another ${found}`,
    )
}

function* mapped<From, To>(items: Iterable<From>, map: (item: From) => To): Iterable<To> {
  for (const item of items) yield map(item)
}
