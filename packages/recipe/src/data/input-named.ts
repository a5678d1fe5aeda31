import { PamiError } from "@pami/core"
import type { Model, TensorInfo } from "@pami/core"

/**
 * Returns the model's input of a name.
 *
 * @throws PamiError `INPUT_NOT_FOUND`
 */
export function inputNamed({ inputs }: Pick<Model, "inputs">, name: string): TensorInfo {
  const found = inputs.find((input) => input.name === name)
  if (found !== undefined) return found
  throw new PamiError(
    "INPUT_NOT_FOUND",
    `the model has no input named "${name}"; it has ${inputs.map((input) => input.name).join(", ")}`,
  )
}
