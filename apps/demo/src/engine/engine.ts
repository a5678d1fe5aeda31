import { beforeRuns } from "@pami/recipe"
import type { Model } from "@pami/core"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Engine, LayerName, ModelRequest, Settings } from "./contract.ts"
import { cutAhead, keepCuts } from "./cuts.ts"
import { factsOf } from "./facts.ts"
import { createGate } from "./gate.ts"
import { createJudge } from "./judge/judge.ts"
import { judgedImage } from "./judge/of-image.ts"
import { learnAbout, type Opened } from "./open-model.ts"
import { present } from "./present.ts"
import { createProber, type Prober } from "./probe.ts"
import { createReader, explained } from "./reader.ts"
import { repeatAnswers } from "./repeat-answers.ts"
import { predict, relabel, type NamedImage, type Predicted } from "./predict.ts"
import { createSweep, type Sweep } from "./sweep.ts"
import { tryChanges } from "./trials.ts"
import { verifyManifest } from "./verify-manifest.ts"

/** The dependencies of the engine. */
export interface EngineTools {
  open(request: ModelRequest): Promise<Opened>
  readonly segmenter: Segmenter
}

/** Returns an engine that runs in this thread. */
export function createEngine({ open, segmenter }: EngineTools): Engine {
  const gate = createGate()
  const cuts = keepCuts(segmenter)
  let passes = 0
  let opened: Opened | undefined
  let running: Model | undefined
  let image: NamedImage | undefined
  let predicted: Predicted | undefined
  let sweep: Sweep | undefined
  let prober: Prober | undefined
  let stopping = new AbortController()
  let stops = 0
  let layers: readonly LayerName[] = []

  const swept = () => present(sweep, "explain first")
  const count = (items: number) => void (passes += items)
  const model = () => present(running, "open a model first")
  // Yields to the event loop between runs, and honours pause.
  const gated = () => beforeRuns(model(), () => gate.pass())

  function use(next: Opened): void {
    opened = next
    const counted = beforeRuns(next.model, count)
    running = next.isRepeatable ? repeatAnswers(counted) : counted
  }

  function forget(): void {
    prober?.close()
    prober = sweep = predicted = undefined
  }

  function proberOf(shown: Predicted): Prober {
    const { checked, prepared } = shown
    if (prober?.input !== prepared.input) {
      prober?.close()
      prober = createProber({ input: prepared.input, checked }, model())
    }
    return prober
  }

  async function predictWith(settings: Settings): Promise<Predicted> {
    const now = present(opened, "open a model first")
    const shown = present(image, noImage)
    forget()
    predicted = await predict(now, model(), shown, settings, (resolved, prepared) => {
      if (resolved.recipe.method === "pami") cutAhead(resolved, prepared, cuts)
    })
    return predicted
  }

  return {
    async load(request) {
      const next = await open(request)
      try {
        const facts = factsOf(next)
        forget()
        await opened?.model.dispose()
        use(next)
        return facts
      } catch (error) {
        await next.model.dispose()
        throw error
      }
    },

    async rest() {
      prober?.close()
      prober = running = undefined
      await opened?.model.dispose()
    },

    async wake(request) {
      const described = present(opened, "open a model first")
      // The description stays: files may have been opened since the model was loaded.
      use({ ...described, model: (await open(request)).model })
    },

    async setImage(next, name) {
      forget()
      image = { image: next, name }
    },

    async predict(settings) {
      return (await predictWith(settings)).prediction
    },

    async preview() {
      const { pixels, baseline } = present(predicted, noPrediction).prepared
      return { image: Float32Array.from(pixels.data), baseline: Float32Array.from(baseline.data) }
    },

    async learn(beside) {
      const now = present(opened, "open a model first")
      const next = await learnAbout(now, beside)
      const facts = factsOf(next)
      opened = next
      const again = predicted && (await relabel(predicted, next))
      if (predicted !== undefined && again === undefined) return { facts, findings: null, isStale: true }
      predicted = again
      return { facts, findings: again?.prediction.findings ?? null, isStale: false }
    },

    async tryChanges(settings, changes) {
      const before = stops
      const now = present(opened, "open a model first")
      const { image: shown } = present(image, noImage)
      return tryChanges(now, gated(), shown, { settings, changes, current: () => stops === before })
    },

    async explain(settings, chosen, tell) {
      let shown = present(predicted, noPrediction)
      if (JSON.stringify(settings) !== JSON.stringify(shown.settings)) shown = await predictWith(settings)
      const { signal } = (stopping = new AbortController())
      const [began, rested] = [performance.now(), gate.waited()]
      const seconds = () => (performance.now() - began - (gate.waited() - rested)) / 1000
      const next = createSweep(shown, chosen, {
        model: gated(),
        segmenter: cuts,
        signal,
        seconds,
        layers: () => layers,
        tell,
      })
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

    show: (next) => void (layers = next),

    ...createReader(swept, () => layers),

    probe: async (part, target) => proberOf(present(predicted, noPrediction)).probe(part, { target }),

    ...createJudge(
      (chosen) => {
        const { predicted } = swept()
        const explanation = explained(swept())
        const prober = proberOf(predicted)
        return judgedImage({ explanation, predicted, model: gated(), segmenter: cuts, prober }, chosen)
      },
      () => (stopping = new AbortController()).signal,
    ),

    async verify(manifest) {
      const { image } = present(predicted, noPrediction)
      const { signal } = (stopping = new AbortController())
      const { backend } = present(opened, "open a model first")
      return verifyManifest(manifest, { model: gated(), backend, image, segmenter, signal })
    },

    async passes() {
      return passes
    },

    async dispose() {
      stopping.abort()
      gate.release()
      forget()
      await opened?.model.dispose()
      opened = running = undefined
    },
  }
}

const noImage = "open an image first"
const noPrediction = "predict first"
