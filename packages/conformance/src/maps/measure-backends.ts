import { type Backend, type BackendFixtures, isPamiError, type Signal } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { messageIn } from "../errors.ts"
import { defaultTimeout, withPatience } from "../patience.ts"
import { type Comparison, compare, fromEachOther, fromExact, isUnsteady } from "./compare.ts"
import { explainSubject, type Outcome } from "./explain-subject.ts"
import type { Subject, Truth } from "./subject.ts"

/** A backend to be measured. */
export interface Candidate {
  /** As the table shows it: `"tfjs:wasm"`. */
  readonly name: string
  /** Called once. May throw: then the rows say so. */
  readonly create: () => Backend | Promise<Backend>
  /** The zoo's models where the backend reads other formats than the suite has. */
  readonly fixtures?: BackendFixtures
}

/** What one backend makes of one subject. The numbers are `null` where it could not load or run the model. */
export interface Row extends Nullable<Omit<Comparison, "reasons">> {
  readonly backend: string
  readonly model: string
  readonly subject: string
  /** What it was compared with: the stored truth, or the backend of this name; `null` where nothing came to compare. */
  readonly against: string | null
  /** Forward passes per second of the sweep, without loading. */
  readonly passesPerSecond: number | null
  /** Of the map's bytes, as little-endian float32. */
  readonly mapDigest: string | null
  readonly passed: boolean
  /**
   * Why it need not pass, in the backend's own words: its exemption from the check of this subject,
   * `maps/` and the subject's name. `null` where it has none.
   */
  readonly exemption: string | null
  /** Why it did not pass, in words. */
  readonly reasons: readonly string[]
}

type Nullable<Fields> = { readonly [Key in keyof Fields]: Fields[Key] | null }

/** Options of {@link measureBackends}. */
export interface MeasureOptions {
  /** Forward passes of subjects that do not say. Default 64. */
  readonly passes?: number
  /** Milliseconds that a load or a run may take before its row says that it hangs. Default 30,000. */
  readonly timeout?: number
  /** Told how far the subject in progress is, `share` from 0 to 1. */
  readonly onProgress?: (progress: { backend: string; subject: string; share: number }) => void
  /** Told of each row as it comes. */
  readonly onRow?: (row: Row) => void
  /** Ends the comparison after the run in progress; the rows until then are returned. */
  readonly signal?: Signal
}

/** What stored truth is called in {@link Row.against}. */
export const stored = "stored truth"

/**
 * The matrix of backends and subjects, subject by subject: how far each map is from the stored truth, or, where there is
 * none, from that of the first backend that gives one. A backend that cannot be made, load or run gives a row that says
 * why; it never throws.
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
      const { name, fixtures } = candidate
      const { source } = subject
      const own =
        typeof source === "function"
          ? { ...subject, source: (backend: Backend) => source(backend, fixtures) }
          : subject
      const measured = await measure(name, () => backendOf(candidate), own, base, options)
      if (options.signal?.aborted) return rows
      base ??= measured.result && { name, truth: measured.result }
      rows.push(measured.row)
      options.onRow?.(measured.row)
    }
  }
  return rows
}

/** One row, and what could be the truth for others, or the error that kept the backend from giving any. */
export async function measure(
  name: string,
  backend: () => Promise<Backend>,
  subject: Subject,
  base: { readonly name: string; readonly truth: Truth } | undefined,
  options: MeasureOptions = {},
): Promise<{ row: Row; result?: Truth; error?: unknown }> {
  const { passes = 64, onProgress, signal } = options
  const about = { backend: name, model: subject.model, subject: subject.name }
  let exemption: string | null = null
  try {
    const made = await backend()
    exemption = made.exemptions?.[`maps/${subject.name}`] ?? null
    const again = () =>
      explainSubject(made, subject, {
        passes,
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
 * The outcome of the first backend, which is the truth of the others. One that answers differently for the same input
 * explains again: where both explanations are the same within the tolerances, others can be compared with either.
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
