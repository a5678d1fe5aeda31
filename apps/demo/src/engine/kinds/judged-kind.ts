import { countUnits, preflight } from "@pami/core"
import type { Input } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { gridPart } from "@pami/evaluation"
import type { Explainer, ExplainOptions, MapChoice, Plan, Result } from "@pami/explainer"
import type { Judged } from "../judge/judged.ts"
import { only } from "../only.ts"
import { createProber, type Prober } from "../probe.ts"
import { masksOf, optionsFor } from "./checks.ts"
import { contrastOf } from "./views.ts"

/** An input, and how it was explained. */
export interface Explained {
  readonly explain: Explainer
  readonly input: Parameters<Explainer["plan"]>[0]
  readonly options: ExplainOptions
}

/** A sweep with what it asked, and a prober of it. */
export interface SweptKind {
  readonly plan: Plan
  readonly prober: Prober
  /** Returns what the sweep would ask with other options. */
  planWith(options: ExplainOptions): Promise<Plan>
}

/** Prepares a sweep for questions about its maps, in the few passes of the preflight. */
export async function sweptKind({ explain, input, options }: Explained): Promise<SweptKind> {
  const planWith = async (more: ExplainOptions) => {
    const plan = await explain.plan(input, { ...options, ...more })
    return { ...plan, input: unitsTogether(plan.input) }
  }
  const plan = await planWith({})
  const checked = await preflight(plan.model, plan.input, plan.target)
  return { plan, planWith, prober: createProber({ input: plan.input, checked }, plan.model) }
}

/** Returns a map of a sweep to be judged: of an image with a question, that of the image. */
export function judgedKind(
  { explain, input, options, result }: Explained & { readonly result: Result },
  { plan, prober, planWith }: SweptKind,
  choice: MapChoice,
): Judged {
  const [grid] = plan.input.grids
  const units = countUnits(plan.input.grids)
  const contrast = contrastOf(choice, result)
  const passes = result.explanation.passes
  const mapOf = (of: Result) => of.map(choice).slice(0, sizeOf(grid.shape))
  return {
    map: mapOf(result),
    passes,
    model: plan.model,
    target: only(plan.target, contrast),
    input: plan.input,
    masks: masksOf(result),
    over: async (mask) => (await planWith(optionsFor(result.recipe.kind, mask))).input,
    probe: (part) => prober.probe(gridPart(part, grid, units), contrast),
    async explainBy(method, { signal, onPasses }) {
      const rival = await explain(input, {
        ...options,
        method,
        passes,
        signal,
        onProgress: ({ passes: done }) => onPasses(done),
      })
      return mapOf(rival)
    },
  }
}

/** Returns an input whose texts are one grid of words; an image and its question stay two. */
function unitsTogether(input: Input): Input {
  const [{ shape }] = input.grids
  if (input.grids.length === 1 || shape.length > 1) return input
  return { ...input, grids: [{ name: "units", shape: [countUnits(input.grids)], start: 0 }] }
}
