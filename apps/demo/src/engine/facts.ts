import { PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { Preparation } from "@pami/recipe"
import type { ModelFacts, Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"
import { prepare } from "./recipe.ts"

/** Returns the reason for the preprocessing. */
export function reasonOf(
  { isBundled }: Opened,
  { preset, mean, std }: Settings,
  { preprocessing, guess }: Preparation,
): string {
  if (preset !== null || mean !== null || std !== null) return "your choice"
  if (isBundled) return "required by the bundled model"
  return preprocessing.name === guess.preset.value ? guess.preset.why : `from ${preprocessing.name}`
}

/**
 * Returns the facts about a loaded model that the page shows.
 *
 * @throws PamiError `INPUT_NOT_FED` for a model that takes more than an image
 */
export function factsOf(opened: Opened): ModelFacts {
  const { name, backend, model, labels } = opened
  const { input, findings } = prepare(opened)
  const others = model.inputs.filter(({ name }) => name !== input)
  if (others.length > 0)
    throw new PamiError(
      "INPUT_NOT_FED",
      `the model takes more than an image: ${others.map(describe).join(", ")}`,
    )
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
