import { type Backend, type BackendFixtures, isPamiError, type Signal } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { messageIn } from "../errors.ts"
import { defaultTimeout, withPatience } from "../patience.ts"
import { type Comparison, compare, fromEachOther, fromExact, isUnsteady } from "./compare.ts"
import { explainSubject, type Outcome } from "./explain-subject.ts"
import type { Subject, Truth } from "./subject.ts"

/** A backend to measure. */
export interface Candidate {
  /** Name in the table: `"tfjs:wasm"`. */
  readonly name: string
  /** Makes the backend. Called once; if it throws, the rows contain the error. */
  readonly create: () => Backend | Promise<Backend>
  /** The models of the zoo, if the backend reads neither of the formats of the suite. */
  readonly fixtures?: BackendFixtures
}

/** The measurements of one subject on one backend. Numbers are `null` if the backend cannot load or run the model. */
export interface Row extends Nullable<Omit<Comparison, "reasons">> {
  readonly backend: string
  readonly model: string
  readonly subject: string
  /** The reference: {@link stored}, or the name of a backend; `null` if there is nothing to compare. */
  readonly against: string | null
  /** Forward passes per second of the sweep, loading excluded. */
  readonly passesPerSecond: number | null
  /** Digest of the bytes of the map, as little-endian float32. */
  readonly mapDigest: string | null
  readonly passed: boolean
  /**
   * The reason that the backend gives for its exemption from the check of this subject, `maps/` and the name of the
   * subject. `null` if it is not exempt.
   */
  readonly exemption: string | null
  /** Why the row did not pass, in words. */
  readonly reasons: readonly string[]
}

type Nullable<Fields> = { readonly [Key in keyof Fields]: Fields[Key] | null }

/** Options of {@link measureBackends}. */
export interface MeasureOptions {
  /** Number of forward passes of subjects without their own. Default: 64. */
  readonly passes?: number
  /** Time limit of a load or a run in milliseconds, after which it counts as hanging. Default: 30,000. */
  readonly timeout?: number
  /** Called with the completed share of the current subject, 0 to 1. */
  readonly onProgress?: (progress: { backend: string; subject: string; share: number }) => void
  /** Called with each row as soon as it is complete. */
  readonly onRow?: (row: Row) => void
  /** Stops the comparison after the run in progress; the rows completed before are returned. */
  readonly signal?: Signal
}

/** Name of the stored truth in {@link Row.against}. */
export const stored = "stored truth"

/**
 * Explains every subject on every backend and returns one row for each, ordered by subject. Maps are compared with the
 * stored truth, or, if the subject has none, with the map of the first backend that can run it. If a backend cannot be
 * created, or cannot load or run a model, its row contains the reason; nothing is thrown.
 */
export async function measureBackends(
  candidates: readonly Candidate[],
  subjects: readonly Subject[],
  options: MeasureOptions = {},
): Promise<Row[]> {
  const { timeout = defaultTimeout } = options
  const rows: Row[] = []
  const backends = new Map<Candidate, Promise<Backend>>()
  const backendOf = (candidate: Candidate) => {
    const backend =
      backends.get(candidate) ??
      Promise.resolve()
        .then(candidate.create)
        .then((made) => withPatience(made, timeout))
    backends.set(candidate, backend)
    return backend
  }
  for (const subject of subjects) {
    let base = subject.truth && { name: stored, truth: await subject.truth() }
    for (const candidate of candidates) {
      const { name, fixtures = {} } = candidate
      const measured = await measure(name, () => backendOf(candidate), subject, base, {
        ...options,
        fixtures,
      })
      if (options.signal?.aborted) return rows
      base ??= measured.result && { name, truth: measured.result }
      rows.push(measured.row)
      options.onRow?.(measured.row)
    }
  }
  return rows
}

/** Returns one row, with the result, which may be the truth for other backends, or with the error of this backend. */
export async function measure(
  name: string,
  backend: () => Promise<Backend>,
  subject: Subject,
  base: { readonly name: string; readonly truth: Truth } | undefined,
  options: MeasureOptions & Pick<Candidate, "fixtures"> = {},
): Promise<{ row: Row; result?: Truth; error?: unknown }> {
  const { passes = 64, fixtures = {}, onProgress, signal } = options
  const about = { backend: name, model: subject.model, subject: subject.name }
  let exemption: string | null = null
  try {
    const made = await backend()
    exemption = made.exemptions?.[`maps/${subject.name}`] ?? null
    const again = () =>
      explainSubject(made, subject, {
        passes,
        fixtures,
        ...(base === undefined ? {} : { target: base.truth.target }),
        ...(signal === undefined ? {} : { signal }),
        onProgress: (share) => onProgress?.({ backend: name, subject: subject.name, share }),
      })
    const first = await again()
    const outcome = base === undefined ? await withoutRounding(first, again) : first
    const { result, passesPerSecond } = outcome
    const comparison = compare(
      outcome,
      base?.truth ?? result,
      base?.name === stored ? fromExact : fromEachOther,
    )
    const row = {
      ...about,
      ...comparison,
      against: base?.name ?? name,
      passesPerSecond,
      mapDigest: sha256([result.map]),
      passed: comparison.reasons.length === 0,
      exemption,
    }
    return { row, result }
  } catch (error) {
    const message = messageIn(error)
    const reasons = [isPamiError(error) ? `${error.code}: ${message}` : message]
    return { row: { ...about, ...nothing, exemption, reasons }, error }
  }
}

/**
 * Returns the outcome of the first backend as the truth for the others. If its outputs differ for the same input, it
 * explains the subject again: if both explanations agree within the tolerances, either serves as the truth.
 */
async function withoutRounding(outcome: Outcome, again: () => Promise<Outcome>): Promise<Outcome> {
  const { result, explanation } = outcome
  if (!explanation.findings.some(isUnsteady)) return outcome
  const steady = { ...result, findings: result.findings?.filter((code) => !isUnsteady({ code })) ?? [] }
  const { reasons } = compare(await again(), steady, fromEachOther)
  return reasons.length === 0 ? { ...outcome, result: steady } : outcome
}

const nothing = {
  against: null,
  largestScoreDifference: null,
  largestMapDifference: null,
  largestLevelDifference: null,
  samePeak: null,
  rankCorrelation: null,
  comparable: null,
  passesPerSecond: null,
  mapDigest: null,
  passed: false,
}
