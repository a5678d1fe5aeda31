import { formatShape, type TensorInfo } from "@pami/core"
import { preparationOf, type Preparation } from "@pami/job"
import type { ModelFacts, Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"

/** How the model's picture is prepared, with what a person has set. */
export function prepare(
  { model, known }: Pick<Opened, "model" | "known">,
  { preset, layout }: Partial<Settings> = {},
): Preparation {
  return preparationOf(model, { known, preset: preset ?? undefined, layout: layout ?? undefined })
}

/** What the page shows of a loaded model. */
export function factsOf(opened: Opened): ModelFacts {
  const { name, backend, model, labels } = opened
  const { preprocessing, guess, findings } = prepare(opened)
  return {
    name,
    backend,
    digest: model.digest,
    inputs: model.inputs.map(describe),
    outputs: model.outputs.map(describe),
    labels: labels ?? null,
    preprocessing,
    why: sayer(opened) ?? guess.preset.why,
    findings: [...(model.findings ?? []), ...findings],
    runsAtOnce: model.limits.preferredRuns ?? 1,
  }
}

function sayer({ isBundled, known }: Opened): string | undefined {
  if (isBundled) return "the bundled model says so"
  return known === undefined ? undefined : `${known.name} says so`
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `${name} ${dtype} ${formatShape(shape)}`
}
