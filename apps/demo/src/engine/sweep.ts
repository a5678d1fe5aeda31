import { distanceToFull, isPamiError, type Explanation, type Model, type Progress } from "@pami/core"
import { keptClasses, runRecipe } from "@pami/recipe"
import type { Segmenter } from "@pami/pre-segmentation"
import { selectionFor, type Chosen } from "./choice.ts"
import type { LayerName, Snapshot } from "./contract.ts"
import { createPace } from "./pace.ts"
import { targetOf } from "./target.ts"
import { explaining } from "@pami/explainer"
import type { Predicted } from "./predict.ts"
import { viewOf } from "./views.ts"

/** A running or finished sweep. */
export interface Sweep {
  readonly predicted: Predicted
  /** The class or contrast of the map; may change during the sweep. */
  chosen: Chosen
  /** Returns the explanation so far; `undefined` before the first pass. */
  explanation(): Explanation | undefined
}

/** The dependencies of a sweep. */
export interface SweepTools {
  readonly model: Model
  readonly segmenter: Segmenter
  readonly signal: AbortSignal
  /** Returns the time since the start without pauses, in seconds. */
  readonly seconds: () => number
  /** Returns the layers that come with each map at present. */
  readonly layers: () => readonly LayerName[]
  readonly tell: (snapshot: Snapshot) => unknown
}

/** Returns a sweep that has not started. */
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
      distanceToFull: recipe.method === "pami" ? promise(now) : null,
      found: now.findings.filter(({ message }) => !known.has(message)),
      view: viewOf(now, sweep.chosen, recipe, tools.layers()),
    }
  }

  const run = async () => {
    try {
      ended = await runRecipe(
        { ...resolved, recipe },
        {
          ...tools,
          prepared,
          target: targetOf(recipe, predicted.opened, keptClasses(recipe)),
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

// It changes slowly, and takes as long as the rest of a snapshot, in ms.
const promiseEach = 1000

/** Returns a function that predicts the distance from the full map, and caches it for a while. */
function createPromise(chosen: () => Chosen): (now: Explanation) => number | null {
  let found: number | null = null
  let of: Chosen | undefined
  // The first snapshot, which should be fast, has no prediction.
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
