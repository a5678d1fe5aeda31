import { formatShape, PamiError } from "@pami/core"

/** Elements of one item of a tensor, or of a batch that the file fixes: 1 GiB of float32, above what any model of images computes. */
export const mostElements = 2 ** 28
/**
 * Inputs of all layers of a model, including those within others, where a layer without inputs counts as one: the time
 * that TensorFlow.js takes grows with the square, to some 15 s for this number in the worst order.
 */
export const mostLayers = 3000
/** Bytes of `model.json` itself, whose parsing holds the thread: for this number, some 2 s on a busy machine. */
export const mostJsonBytes = 2 ** 24
/** Levels of lists and objects within others. */
export const deepestJson = 200

/**
 * Checks a shape that a file states, before anything of that size is computed. Free axes are `null` or negative.
 *
 * @param what has that shape: `"input \"x\""`
 * @throws PamiError `MODEL_INVALID`
 */
export function checkShape(what: string, shape: readonly (number | null)[], file: string): void {
  const elements = shape.reduce((size: number, length) => size * Math.max(1, length ?? 1), 1)
  const whole = shape.every((length) => length === null || Number.isSafeInteger(length))
  if (whole && elements <= mostElements) return
  const [is, most] = [elements, mostElements].map((count) => count.toLocaleString("en"))
  const wrong = whole ? `${is} elements, of at most ${most}` : "lengths that are no whole numbers"
  throw new PamiError("MODEL_INVALID", `${what} of ${file} has the shape ${formatShape(shape)}: ${wrong}`)
}
