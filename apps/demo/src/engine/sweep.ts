import { distanceToFull, isPamiError, type Explanation, type Model, type Progress } from "@pami/core"
import { createTarget, keptClasses, runRecipe } from "@pami/recipe"
import type { Segmenter } from "@pami/pre-segmentation"
import type { LayerName, Snapshot } from "./contract.ts"
import { createPace } from "./pace.ts"
import { explaining } from "./recipe.ts"
import type { Predicted } from "./predict.ts"
import { selectionFor, viewOf, type Chosen } from "./views.ts"

/** A sweep, on its way or at its end. */
export interface Sweep {
  readonly predicted: Predicted
  /** What is shown; may change on the way. */
  chosen: Chosen
  /** What there is of it; `undefined` before the first pass. */
  explanation(): Explanation | undefined
}

/** What sweeps need. */
export interface SweepTools {
  readonly model: Model
  readonly segmenter: Segmenter
  readonly signal: AbortSignal
  /** Time that the sweep did not rest, in seconds. */
  readonly seconds: () => number
  /** The layers that maps come with at the moment. */
  readonly layers: () => readonly LayerName[]
  readonly tell: (snapshot: Snapshot) => unknown
}

/** A sweep that has not begun. */
export function createSweep(
  predicted: Predicted,
  chosen: Chosen,
  tools: SweepTools,
): Sweep & { run(): Promise<void> } {
  const { resolved, prepared, checked } = predicted
  const recipe = explaining(resolved.recipe, chosen)
  let latest: Progress | undefined
  let ended: Explanation | undefined
  const pace = createPace()
  const promise = createPromise(() => sweep.chosen)
  const explanation = () => ended ?? (latest?.passes ? latest.snapshot() : undefined)
  const sweep: Sweep = { predicted, chosen, explanation }
  const known = new Set(checked.findings.map(({ message }) => message))

  const shown = (): Snapshot => {
    const now = explanation()!
    const { total = null, share = 1 } = latest ?? {}
    const seconds = tools.seconds()
    return {
      passes: now.passes,
      total: now.complete ? now.passes : total,
      share: now.complete ? 1 : share,
      passesPerSecond: seconds > 0 ? now.passes / seconds : 0,
      secondsLeft: share > 0 ? (seconds * (1 - share)) / share : null,
      done: now.complete,
      distanceToFull: promise(now),
      found: now.findings.filter(({ message }) => !known.has(message)),
      view: viewOf(now, sweep.chosen, tools.layers()),
    }
  }

  const run = async () => {
    try {
      ended = await runRecipe(
        { ...resolved, recipe },
        {
          ...tools,
          prepared,
          target: createTarget(recipe, { classes: keptClasses(recipe) }),
          onProgress(progress) {
            latest = progress
            if (progress.passes > 0 && pace.due()) void pace.show(() => tools.tell(shown()))
          },
        },
      )
    } catch (error) {
      if (!isPamiError(error) || error.code !== "ABORTED") throw error
    } finally {
      if (explanation() !== undefined) await tools.tell(shown())
    }
  }
  return Object.assign(sweep, { run })
}

// It changes slowly, and takes as long as all else that is shown, in ms.
const promiseEach = 1000

/** The promised distance from the full run's map, found anew now and then. */
function createPromise(chosen: () => Chosen): (now: Explanation) => number | null {
  let found: number | null = null
  let of: Chosen | undefined
  // The first step, which is waited for, does without.
  let next = performance.now() + promiseEach
  return (explanation) => {
    const asked = chosen()
    if (!explanation.complete && (of ?? asked) === asked && performance.now() < next) return found
    of = asked
    next = performance.now() + promiseEach
    const distance = distanceToFull(explanation, selectionFor(of))
    found = Number.isFinite(distance) ? distance : null
    return found
  }
}
