import { PamiError } from "@pami/core"
import type { Settings } from "@pami/core"
import { readQuestion, readResults } from "@pami/runs"

/** A metric of a run, as `run.json` records it. */
export interface MetricFacts {
  /** `insertion:blur`. */
  readonly name: string
  readonly protocol: string
  readonly better: "higher" | "lower"
  /** How values become one: the mean over the maps, or over the means of each class. */
  readonly average: "maps" | "classes"
}

/** A method of a run, as `run.json` records it. */
export interface MethodFacts {
  /** Name in the results: `lime@300`. */
  readonly name: string
  /** `lime`. */
  readonly method: string
  readonly passes: number
}

/** Inputs without a result for the same reason. */
export interface OutcomeCount {
  readonly kind: "failed" | "skipped"
  readonly code: string
  /** The message for the first one. */
  readonly message: string
  /** Each once, in order. */
  readonly inputs: readonly string[]
}

/** The mean of a curve over inputs. */
export interface MeanCurve {
  readonly shares: readonly number[]
  readonly scores: readonly number[]
}

/** The results of an evaluation, in memory. */
export interface Results {
  readonly question: Settings
  readonly methods: readonly MethodFacts[]
  readonly metrics: readonly MetricFacts[]
  /** Names of all inputs, in order. */
  readonly inputs: readonly string[]
  /** The explained class of each input, where it is known. */
  readonly classes: ReadonlyMap<string, string | number>
  /** Its label, where the model has labels. */
  readonly labels: ReadonlyMap<string, string>
  /** Values by metric and method, then by input. */
  valuesOf(metric: string, method: string): ReadonlyMap<string, number>
  /** Absent for a metric without curves. */
  curveOf(metric: string, method: string): MeanCurve | undefined
  readonly outcomes: readonly OutcomeCount[]
}

/**
 * Reads the results of an evaluation from its folder.
 *
 * @throws PamiError `RUN_INVALID` for a run of another kind, and the errors of `@pami/runs`
 */
export async function collectResults(folder: string): Promise<Results> {
  const question = await readQuestion(folder)
  const { methods, metrics } = expectEvaluation(question, folder)
  const inputs = new Set<string>()
  const classes = new Map<string, string | number>()
  const labels = new Map<string, string>()
  const values = new Map<string, Map<string, number>>()
  const curves = new Map<string, { shares: number[]; sums: number[]; count: number }>()
  const outcomes = new Map<
    string,
    { kind: "failed" | "skipped"; code: string; message: string; inputs: Set<string> }
  >()
  for await (const line of readResults(folder)) {
    const { input, method, metric, value, error, skipped } = line
    inputs.add(input)
    const explained = line["class"]
    if (typeof explained === "string" || typeof explained === "number") classes.set(input, explained)
    if (typeof line["label"] === "string") labels.set(input, line["label"])
    const outcome = error ?? skipped
    if (outcome !== undefined) {
      const kind = error === undefined ? "skipped" : "failed"
      const key = `${kind} ${outcome.code}`
      if (!outcomes.has(key)) outcomes.set(key, { ...outcome, kind, inputs: new Set() })
      outcomes.get(key)!.inputs.add(input)
    }
    if (method === undefined || metric === undefined || value === undefined) continue
    const key = JSON.stringify([metric, method])
    if (!values.has(key)) values.set(key, new Map())
    values.get(key)!.set(input, value)
    const curve = parseCurve(line["curve"])
    if (curve === undefined) continue
    const sum = curves.get(key)
    if (sum === undefined) curves.set(key, { shares: curve.shares, sums: [...curve.scores], count: 1 })
    // Of another grid, as for a model that takes images of any size.
    else if (sum.sums.length === curve.scores.length) {
      for (const [index, score] of curve.scores.entries()) sum.sums[index] += score
      sum.count++
    }
  }
  return {
    question,
    methods,
    metrics,
    inputs: [...inputs],
    classes,
    labels,
    valuesOf: (metric, method) => values.get(JSON.stringify([metric, method])) ?? new Map(),
    curveOf(metric, method) {
      const sum = curves.get(JSON.stringify([metric, method]))
      return sum && { shares: sum.shares, scores: sum.sums.map((one) => one / sum.count) }
    },
    outcomes: [...outcomes.values()].map((one) => ({ ...one, inputs: [...one.inputs] })),
  }
}

function parseCurve(curve: unknown): { shares: number[]; scores: number[] } | undefined {
  const { shares, scores } = (curve ?? {}) as Record<string, unknown>
  const areNumbers = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((one) => Number.isFinite(one))
  return areNumbers(shares) && areNumbers(scores) && shares.length === scores.length && shares.length > 1
    ? { shares, scores }
    : undefined
}

/** The record may be a stranger's. */
function expectEvaluation(
  { kind, methods, metrics }: Settings,
  folder: string,
): { methods: MethodFacts[]; metrics: MetricFacts[] } {
  const isList = (list: unknown, check: (one: Record<string, unknown>) => boolean) =>
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((one) => typeof one === "object" && one !== null && check(one))
  const areMethods = isList(
    methods,
    ({ name, method, passes }) =>
      typeof name === "string" &&
      typeof method === "string" &&
      Number.isInteger(passes) &&
      Number(passes) > 0,
  )
  const areMetrics = isList(
    metrics,
    ({ name, protocol, better, average }) =>
      typeof name === "string" &&
      typeof protocol === "string" &&
      (better === "higher" || better === "lower") &&
      (average === "maps" || average === "classes"),
  )
  if (kind !== "evaluation" || !areMethods || !areMetrics)
    throw new PamiError(
      "RUN_INVALID",
      `${folder} has no evaluation: expected a run.json that \`pami evaluate\` wrote`,
    )
  return { methods: methods as unknown as MethodFacts[], metrics: metrics as unknown as MetricFacts[] }
}
