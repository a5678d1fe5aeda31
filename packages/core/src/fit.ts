import type { Input, Model } from "./contracts.ts"
import { PamiError } from "./error.ts"
import { formatShape } from "./tensor.ts"

/** Items of one run: how many at the most, and whether it has to be that many. */
export interface Batch {
  readonly largest: number
  readonly fixed: boolean
}

/**
 * Returns the items of one run, as far as model and input declare it.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `INPUT_NOT_FED`, `SHAPE_MISMATCH`
 */
export function declaredBatch(model: Model, input: Input): Batch {
  const fixed = expectFit(model, input)
  return { largest: fixed ?? model.limits.largestBatch ?? Infinity, fixed: fixed !== null }
}

/** Compares what is fed with what the model declares; the size of its batch if that is fixed. */
function expectFit(model: Model, input: Input): number | null {
  const names = model.inputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(", ")
  let batch: number | null = null
  for (const { name, dtype, shape } of input.tensors) {
    const declared = model.inputs.find((info) => info.name === name)
    if (declared === undefined)
      throw new PamiError("INPUT_NOT_FOUND", `the model has no input named "${name}"; it takes ${names}`)
    const fits =
      declared.shape.length === shape.length &&
      shape.every((length, axis) => axis === 0 || (declared.shape[axis] ?? length) === length)
    if (!fits || declared.dtype !== dtype)
      throw new PamiError(
        "SHAPE_MISMATCH",
        `input "${name}" is declared as ${declared.dtype} ${formatShape(declared.shape)}; what would be fed is ${dtype} ${formatShape(shape)}. ${transposed(declared.shape, shape)}`,
      )
    batch = declared.shape[0] ?? batch
  }
  const missing = model.inputs.filter(({ name }) => !input.tensors.some((tensor) => tensor.name === name))
  if (missing.length > 0)
    throw new PamiError(
      "INPUT_NOT_FED",
      `the model takes ${names}; nothing is fed to ${missing.map(({ name }) => name).join(", ")}`,
    )
  return batch
}

function transposed(declared: readonly (number | null)[], fed: readonly (number | null)[]): string {
  const [a, b, c] = fed.slice(1)
  const moved =
    declared.length === 4 &&
    [
      [b, c, a],
      [c, a, b],
    ].some((order) => order.every((length, i) => (declared[i + 1] ?? length) === length))
  return moved
    ? "The channels are on another axis: choose the other layout."
    : "Resize it, or choose the declared layout and type."
}
