import { manifest as manifestOf } from "@pami/core"
import { beforeRuns } from "@pami/recipe"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Engine, ModelRequest, Settings } from "./contract.ts"
import { cutAhead, keepCuts } from "./cuts.ts"
import { factsOf } from "./facts.ts"
import { createGate } from "./gate.ts"
import { learnAbout, type Opened } from "./open-model.ts"
import { createProber, type Prober } from "./probe.ts"
import { explaining } from "./recipe.ts"
import { relabel, see, type Sight } from "./sight.ts"
import { createSweep, type Sweep } from "./sweep.ts"
import { tryPresets } from "./trials.ts"
import { verifyManifest } from "./verifying.ts"
import { partsCovering, viewOf } from "./views.ts"

/** What the engine is given. */
export interface EngineTools {
  open(request: ModelRequest): Promise<Opened>
  readonly segmenter: Segmenter
}

/** The method, in the thread that this is called in. */
export function createEngine({ open, segmenter }: EngineTools): Engine {
  const gate = createGate()
  const cuts = keepCuts(segmenter)
  let passes = 0
  let opened: Opened | undefined
  let sight: Sight | undefined
  let sweep: Sweep | undefined
  let prober: Prober | undefined
  let stopping = new AbortController()
  let stops = 0

  const count = (items: number) => void (passes += items)
  const model = () => beforeRuns(present(opened, "open a model first").model, count)
  // One that lets messages in, and rests while it is told to.
  const gated = () => beforeRuns(model(), () => gate.pass())

  function forget(): void {
    prober?.close()
    prober = sweep = sight = undefined
  }

  async function look(shown: { picture: Sight["picture"]; name: string; settings: Settings }) {
    const now = present(opened, "open a model first")
    forget()
    sight = await see(now, model(), shown, (resolved, prepared) => cutAhead(resolved, prepared, cuts))
    return sight
  }

  return {
    async load(request) {
      const next = await open(request)
      try {
        const facts = factsOf(next)
        forget()
        await opened?.model.dispose()
        opened = next
        return facts
      } catch (error) {
        await next.model.dispose()
        throw error
      }
    },

    async look(picture, settings, name = "picture.png") {
      return (await look({ picture, settings, name })).looked
    },

    async learn(beside) {
      const now = present(opened, "open a model first")
      const next = await learnAbout(now, beside)
      const facts = factsOf(next)
      opened = next
      const again = sight && (await relabel(sight, next))
      if (sight !== undefined && again === undefined) return { facts, findings: null, isStale: true }
      sight = again
      return { facts, findings: again?.looked.prediction.findings ?? null, isStale: false }
    },

    async tryPresets() {
      const before = stops
      return tryPresets(present(sight, "look at a picture first"), gated(), () => stops === before)
    },

    async explain(settings, chosen, tell) {
      let seen = present(sight, "look at a picture first")
      if (JSON.stringify(settings) !== JSON.stringify(seen.settings)) seen = await look({ ...seen, settings })
      const { signal } = (stopping = new AbortController())
      const [began, rested] = [performance.now(), gate.waited()]
      const seconds = () => (performance.now() - began - (gate.waited() - rested)) / 1000
      const next = createSweep(seen, chosen, { model: gated(), segmenter: cuts, signal, seconds, tell })
      sweep = next
      await next.run()
    },

    pause: () => gate.hold(),
    resume: () => gate.release(),
    stop() {
      stops++
      stopping.abort()
      gate.release()
    },

    async read(chosen, readOut) {
      const swept = present(sweep, "explain first")
      swept.chosen = chosen
      return viewOf(explained(swept), chosen, readOut)
    },

    async partsAt(unit, target) {
      return partsCovering(explained(present(sweep, "explain first")), unit, target)
    },

    async probe(part, target) {
      const seen = present(sight, "look at a picture first")
      if (prober?.sight !== seen) {
        prober?.close()
        prober = createProber(seen, model())
      }
      return prober.probe(part, target)
    },

    async manifest() {
      const swept = present(sweep, "explain first")
      const explanation = explained(swept)
      const { sight, chosen } = swept
      const { target, versus } = chosen
      return manifestOf(explanation, {
        targets: versus === null ? [target] : [target, versus],
        extra: {
          backend: sight.opened.backend,
          model: sight.opened.isBundled ? null : sight.opened.name,
          picture: sight.name,
          recipe: explaining(sight.resolved.recipe, chosen),
          stages: [explanation.passes],
        },
      })
    },

    async verify(manifest) {
      const { picture } = present(sight, "look at a picture first")
      const { signal } = (stopping = new AbortController())
      const { backend } = present(opened, "open a model first")
      return verifyManifest(manifest, { model: gated(), backend, picture, segmenter, signal })
    },

    async passes() {
      return passes
    },

    async dispose() {
      stopping.abort()
      gate.release()
      forget()
      await opened?.model.dispose()
      opened = undefined
    },
  }
}

function explained(sweep: Sweep) {
  return present(sweep.explanation(), "no part has been shown yet")
}

function present<Value>(value: Value | undefined, first: string): Value {
  if (value !== undefined) return value
  throw { code: "TOO_EARLY", message: first }
}
