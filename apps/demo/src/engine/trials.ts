import { isPamiError, PamiError, preflight, type Model, type Tensors } from "@pami/core"
import { strongest } from "@pami/explainer"
import type { Picture } from "@pami/image"
import type { Outcome, Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"
import { decide } from "./predict.ts"
import { targetOf } from "./target.ts"

/** Changes to try, one after the other. */
export interface Trials {
  readonly settings: Settings
  readonly changes: readonly Partial<Settings>[]
  /** Returns whether to go on. */
  current(): boolean
}

/**
 * Returns what the model says of an image with each change; `null` for one that does not fit it, and for one under which an
 * output is not a number. Takes one pass for each preprocessing, and those of the preflight where a change leaves open what
 * only the outputs tell.
 *
 * @throws PamiError `ABORTED` where `current` says no
 */
export async function tryChanges(
  opened: Opened,
  model: Model,
  image: Picture,
  { settings, changes, current }: Trials,
): Promise<(Outcome | null)[]> {
  const outcomes: (Outcome | null)[] = []
  const seen = new Map<string, Promise<Tensors>>()
  for (const change of changes) {
    if (!current()) throw new PamiError("ABORTED", "stopped while trying other settings, as asked")
    outcomes.push(await tryOne(opened, model, image, { ...settings, ...change }, seen).catch(unlessUnfit))
  }
  return outcomes
}

async function tryOne(
  opened: Opened,
  model: Model,
  image: Picture,
  settings: Settings,
  seen: Map<string, Promise<Tensors>>,
): Promise<Outcome | null> {
  const { recipe, prepared } = await decide(opened, model, image, settings)
  const once = answeringOnce(model, seen, JSON.stringify([recipe.preprocessing, recipe.input]))
  const target = targetOf(recipe, opened, "all")
  const { bound } = await preflight(once, prepared.input, target, { batches: [] })
  const best = strongest(bound.targets, 1).at(0)
  if (best === undefined || !Number.isFinite(best.score)) return null
  const { id, score, label } = best
  return { id, score, scale: bound.scale, ...(label && { label }) }
}

/** Returns the model, whose answer to the image under one preprocessing is asked for once: the preflight repeats it. */
function answeringOnce(model: Model, seen: Map<string, Promise<Tensors>>, key: string): Model {
  return Object.create(model, {
    run: {
      value: async (...[feeds]: Parameters<Model["run"]>) => {
        const answer = seen.get(key) ?? model.run(feeds)
        seen.set(key, answer)
        return answer
      },
    },
  }) as Model
}

/** Such as a preset of colours for a model of grey images. */
function unlessUnfit(error: unknown): null {
  if (isPamiError(error) || error instanceof RangeError) return null
  throw error
}
