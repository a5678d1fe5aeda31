import { probabilityScale } from "@pami/core"
import { recipeDefaults, type ImageRecipe } from "@pami/recipe"
import type { EngineWorker, MapView, ModelFacts, Prediction, Snapshot } from "../../src/engine/contract.ts"

/** An engine of two classes and four units, every answer of which a test can replace. */
export function fakeEngine(others: Partial<EngineWorker> = {}): EngineWorker {
  let total = 0
  return {
    load: async ({ name, backend }) => factsOf(name, backend),
    rest: async () => {},
    wake: async () => {},
    setImage: async () => {},
    predict: async () => prediction,
    preview: async () => ({ image: new Float32Array(12), baseline: new Float32Array(12) }),
    show() {},
    learn: async () => ({ facts: factsOf("scenes", "auto"), findings: [], isStale: false }),
    tryChanges: async (_settings, changes) => changes.map(() => null),
    async explain(_settings, chosen, tell) {
      total++
      await tell(stepOf(chosen))
    },
    pause() {},
    resume() {},
    stop() {},
    read: async (chosen) => viewOf(chosen),
    readAll: async (targets) => targets.map((target) => viewOf({ target, versus: null })),
    partsAt: async () => [],
    probe: async () => 0,
    keepBrightest: async () => ({ part: new Int32Array(0), kept: 0, others: 0 }),
    smallestRegion: async () => ({ part: new Int32Array(0), share: 0, keep: 0.9 }),
    likeness: async () => 0,
    agreement: async (maps) => maps.map(() => maps.map(() => 1)),
    trace: async () => {},
    save: async () => new Uint8Array(0),
    manifest: async () => ({}) as never,
    verify: async () => ({ outcome: "same", checks: [], runtimes: null, advice: null }),
    passes: async () => total,
    dispose: async () => {},
    runtime: async () => null,
    ...others,
  }
}

export function factsOf(name: string, backend: string): ModelFacts {
  return {
    name,
    backend,
    digest: name,
    inputs: [],
    outputs: [],
    outputNames: ["a", "b"],
    labels: null,
    findings: [],
    runsAtOnce: 1,
  }
}

const grid = { width: 2, height: 2 }

export const prediction: Prediction = {
  classes: [
    { class: 0, score: 0.7 },
    { class: 1, score: 0.3 },
  ],
  scores: Float64Array.of(0.7, 0.3),
  scale: probabilityScale,
  findings: [],
  recipe: { ...recipeDefaults, preprocessing: { name: "0-1" } } as unknown as ImageRecipe,
  why: "",
  ...grid,
  geometry: { grid } as Prediction["geometry"],
}

type Chosen = Pick<MapView, "target" | "versus">

export function viewOf({ target, versus }: Chosen): MapView {
  const map = () => Float32Array.of(0, 1, 2, 3)
  const reach = { whole: 0.7, masked: 0, best: { score: 0.6, share: 0.25 }, scale: { min: 0, max: 0.7 } }
  return { target, versus, ...grid, map: map(), reach, standardError: map(), coverage: map() }
}

export function stepOf(chosen: Chosen, others: Partial<Snapshot> = {}): Snapshot {
  return {
    passes: 10,
    total: 10,
    share: 1,
    passesPerSecond: 1,
    secondsLeft: 0,
    done: true,
    distanceToFull: null,
    found: [],
    view: viewOf(chosen),
    ...others,
  }
}
