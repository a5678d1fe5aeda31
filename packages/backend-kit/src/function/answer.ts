import { PamiError } from "@pami/core"
import { allocate, formatShape, sizeOf, stores } from "@pami/core/tensor"
import type { DType, Tensor, TensorInfo, Tensors } from "@pami/core"

/** The answer of a function: a row of scores for each item, or tensors by the names of the outputs. */
export type Answer = readonly ArrayLike<number>[] | Tensors

/** An output of a function: numbers, with the batch as axis 0. */
export type OutputInfo = TensorInfo & { readonly dtype: DType }

/**
 * Returns a function's answer for `items` items as one copied tensor for each output, in the order of the outputs.
 *
 * @param call name of the call, for errors
 * @throws PamiError `MODEL_FAILED` when the answer is not what the outputs declare
 */
export function readAnswer(
  answer: unknown,
  outputs: readonly OutputInfo[],
  items: number,
  call: string,
): Tensor[] {
  const wrong = (message: string) =>
    new PamiError("MODEL_FAILED", `the function's answer for ${call} cannot be read: ${message}`)
  if (typeof answer !== "object" || answer === null)
    throw wrong(`expected a list of scores for each item, or tensors by name, got ${answer}`)
  const tensors: Tensors = Array.isArray(answer) ? ofRows(answer, outputs, wrong) : (answer as Tensors)
  return outputs.map(({ name, dtype, shape: declared }) => {
    const tensor = tensors[name]
    const has = Object.keys(tensors).join(", ") || "nothing"
    if (tensor === undefined) throw wrong(`it has ${has}; output "${name}" is missing`)
    const { shape, data } = tensor
    if (!Array.isArray(shape) || tensor.dtype !== dtype || !stores(dtype, data))
      throw wrong(`output "${name}" is not a ${dtype} tensor`)
    if (shape[0] !== items) throw wrong(`${shape[0]} rows for ${items} items`)
    if (shape.length !== declared.length || shape.some((length, i) => length !== (declared[i] ?? length)))
      throw wrong(`output "${name}" is declared as ${formatShape(declared)}, got ${formatShape(shape)}`)
    if (data.length !== sizeOf(shape))
      throw wrong(
        `${formatShape(shape)} needs ${sizeOf(shape)} elements; output "${name}" has ${data.length}`,
      )
    return { dtype, shape: [...shape], data: data.slice() }
  })
}

function ofRows(
  rows: readonly unknown[],
  outputs: readonly OutputInfo[],
  wrong: (message: string) => Error,
): Tensors {
  const [{ name, dtype }] = outputs
  if (outputs.length > 1 || (dtype !== "float32" && dtype !== "float64"))
    throw wrong("a list of rows can only be one float32 or float64 output; return tensors by name")
  const width = (rows[0] as ArrayLike<number> | undefined)?.length ?? 0
  const data = allocate(dtype, rows.length * width)
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row) && !ArrayBuffer.isView(row))
      throw wrong(`row ${i + 1} is ${row}, not a list of scores; a single score is [score]`)
    const scores = row as ArrayLike<unknown>
    if (scores.length === 0) throw wrong(`row ${i + 1} has no scores`)
    if (scores.length !== width)
      throw wrong(`row ${i + 1} has ${scores.length} scores, the first row ${width}`)
    for (let k = 0; k < width; k++) {
      const score = scores[k]
      if (typeof score !== "number") throw wrong(`score ${k + 1} of row ${i + 1} is ${score}, not a number`)
      data[i * width + k] = score
    }
  }
  return { [name]: { dtype, shape: [rows.length, width], data } }
}

/**
 * Joins the answers of several calls, item after item.
 *
 * @throws PamiError `MODEL_FAILED` when their rows differ in shape
 */
export function joinAnswers(answers: readonly Tensor[][], outputs: readonly OutputInfo[]): Tensors {
  return Object.fromEntries(
    outputs.map(({ name, dtype }, o) => {
      const tensors = answers.map((answer) => answer[o])
      const row = tensors[0].shape.slice(1)
      const other = tensors.find(({ shape }) => String(shape.slice(1)) !== String(row))
      if (other !== undefined)
        throw new PamiError(
          "MODEL_FAILED",
          `the function's answers for one run differ: output "${name}" has the shapes ${formatShape(tensors[0].shape)} and ${formatShape(other.shape)}`,
        )
      const items = tensors.reduce((sum, { shape }) => sum + shape[0], 0)
      const data = allocate(dtype, items * sizeOf(row))
      let at = 0
      for (const tensor of tensors) {
        ;(data as Float32Array).set(tensor.data as Float32Array, at)
        at += tensor.data.length
      }
      return [name, { dtype, shape: [items, ...row], data }]
    }),
  )
}
