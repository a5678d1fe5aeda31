import type { TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { Preparation } from "@pami/recipe"
import type { ModelFacts, Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"
import { prepare } from "./recipe.ts"

/** Returns why the image is prepared as it is. */
export function reasonOf(
  { isBundled }: Opened,
  { preset }: Settings,
  { preprocessing, guess }: Preparation,
): string {
  if (preset !== null) return "you have chosen it"
  if (isBundled) return "the bundled model says so"
  return preprocessing.name === guess.preset.value ? guess.preset.why : `${preprocessing.name} says so`
}

/** Returns what the page shows of a loaded model. */
export function factsOf(opened: Opened): ModelFacts {
  const { name, backend, model, labels } = opened
  const { findings } = prepare(opened)
  return {
    name,
    backend,
    digest: model.digest,
    inputs: model.inputs.map(describe),
    outputs: model.outputs.map(describe),
    outputNames: model.outputs.map((output) => output.name),
    labels: labels ?? null,
    findings: [...(model.findings ?? []), ...findings],
    runsAtOnce: model.limits.preferredRuns ?? 1,
  }
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `${name} ${dtype} ${formatShape(shape)}`
}
