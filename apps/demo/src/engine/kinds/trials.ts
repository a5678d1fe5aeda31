import { isPamiError, PamiError } from "@pami/core"
import { strongest } from "@pami/explainer"
import type { ExplainOptions, Result } from "@pami/explainer"
import type { Outcome } from "../contract.ts"
import type { KindOptions } from "./contract.ts"

/** Explains the input of a trial. */
export type ExplainOnce = (
  options: KindOptions,
  told: Pick<ExplainOptions, "signal" | "onProgress">,
) => Promise<Result>

/** Changes to try, one after the other. */
export interface Trials {
  readonly options: KindOptions
  readonly changes: readonly KindOptions[]
  readonly signal: AbortSignal
}

/**
 * Returns what the model says of an input with each change, before the first part; `null` for one that does not fit it.
 *
 * @throws PamiError `ABORTED` once the signal aborts
 */
export async function tryChanges(
  explain: ExplainOnce,
  { options, changes, signal }: Trials,
): Promise<(Outcome | null)[]> {
  const outcomes: (Outcome | null)[] = []
  for (const change of changes) {
    const outcome = await tryOne(explain, { ...options, ...change }, signal)
    if (signal.aborted) throw new PamiError("ABORTED", "stopped while trying other options, as asked")
    outcomes.push(outcome)
  }
  return outcomes
}

async function tryOne(
  explain: ExplainOnce,
  options: KindOptions,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const enough = new AbortController()
  let seen: Result | undefined
  try {
    await explain(options, {
      signal: AbortSignal.any([signal, enough.signal]),
      onProgress(progress) {
        seen ??= progress.result()
        enough.abort()
      },
    })
  } catch (error) {
    // Such as an activation of exclusive classes for one number.
    if (!isPamiError(error) && !(error instanceof RangeError)) throw error
  }
  const best = seen && strongest(seen.prediction, 1).at(0)
  if (seen === undefined || best === undefined || !Number.isFinite(best.score)) return null
  const { id, score, label } = best
  return { id, score, scale: seen.explanation.scale, ...(label && { label }) }
}
