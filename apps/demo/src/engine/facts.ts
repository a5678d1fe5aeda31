import type { TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { decidePreprocessing, type Preparation } from "@pami/recipe"
import type { ModelFacts, Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"

/** How the model's picture is prepared, with what a person has set. */
export function prepare(
  { model, about }: Pick<Opened, "model" | "about">,
  { preset, layout }: Partial<Settings> = {},
): Preparation {
  const { known, named, findings } = about
  const preparation = decidePreprocessing(model, {
    known,
    preset: preset ?? named,
    layout: layout ?? undefined,
  })
  return { ...preparation, findings: [...findings, ...preparation.findings] }
}

/** Why the picture is prepared as it is. */
export function reasonOf(
  { isBundled }: Opened,
  { preset }: Settings,
  { preprocessing, guess }: Preparation,
): string {
  if (preset !== null) return "you have chosen it"
  if (isBundled) return "the bundled model says so"
  return preprocessing.name === guess.preset.value ? guess.preset.why : `${preprocessing.name} says so`
}

/** What the page shows of a loaded model. */
export function factsOf(opened: Opened): ModelFacts {
  const { name, backend, model, about } = opened
  const { findings } = prepare(opened)
  return {
    name,
    backend,
    digest: model.digest,
    inputs: model.inputs.map(describe),
    outputs: model.outputs.map(describe),
    outputNames: model.outputs.map((output) => output.name),
    labels: about.labels ?? null,
    findings: [...(model.findings ?? []), ...findings],
    runsAtOnce: model.limits.preferredRuns ?? 1,
  }
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `${name} ${dtype} ${formatShape(shape)}`
}
