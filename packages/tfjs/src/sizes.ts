import { PamiError } from "@pami/core"
import { formatShape } from "@pami/core/tensor"

/** Most elements of a tensor, for one item or a fixed batch: 1 GiB of float32, more than any model of images computes. */
export const mostElements = 2 ** 28
/**
 * Most inputs of all layers of a model, nested ones included; a layer without inputs counts as one. The time that
 * TensorFlow.js takes grows with the square, to about 15 s for this number in the worst order.
 */
export const mostLayers = 3000
/** Most levels of nested lists and objects. */
export const deepestJson = 200

/**
 * Checks a shape that a file declares, before anything of that size is computed. Free axes are `null` or negative.
 *
 * @param what name of the tensor, for the message: `"input \"x\""`
 * @throws PamiError `MODEL_INVALID`
 */
export function checkShape(what: string, shape: readonly (number | null)[], file: string): void {
  const elements = shape.reduce((size: number, length) => size * Math.max(1, length ?? 1), 1)
  const whole = shape.every((length) => length === null || Number.isSafeInteger(length))
  if (whole && elements <= mostElements) return
  const [is, most] = [elements, mostElements].map((count) => count.toLocaleString("en"))
  const wrong = whole ? `${is} elements, of at most ${most}` : "lengths that are not whole numbers"
  throw new PamiError("MODEL_INVALID", `${what} of ${file} has the shape ${formatShape(shape)}: ${wrong}`)
}
