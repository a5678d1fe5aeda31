import { type Model, PamiError, type Tensor, type TensorInfo, type Tensors } from "@pami/core"
import { allocate, decode, encode, formatShape, sizeOf } from "@pami/core/tensor"
import type { SeriesErrorCode } from "./error-code.ts"
import { batchFirst, repeated } from "./tensors.ts"

/** Options of {@link recurrentModel}. */
export interface RecurrentModelOptions {
  /** Steps that the model takes in one call. */
  readonly chunk: number
  /** The states: the name of the input, and of the output that becomes it in the next call. They start as zeros. */
  readonly state: Readonly<Record<string, string>>
  /** The input of the series. Default: the only one that is neither a state nor in `others`. */
  readonly input?: string
  /** The output to collect. Default: the first that is not a state. */
  readonly output?: string
  /** Steps of the previous chunk that come before each chunk, zeros before the first. Default 0. */
  readonly context?: number
  /** The model's other inputs, one item each, the same in every call, such as the rate. Default: none. */
  readonly others?: Tensors
  /** Which outputs of the chunks are returned: each, their mean, the largest, or the last. Default `each`. */
  readonly over?: "each" | "mean" | "max" | "last"
}

/**
 * Returns a model of whole series from a model of chunks with a state, such as Silero's voice detector: runs the chunks one
 * after the other, and hands each state on. The last chunk is filled with zeros. Items of a batch run side by side.
 *
 * Its input is `[N, T]` for any `T`; its output `[N, chunks]`, or `[N, chunks, numbers]` if a chunk gives several numbers;
 * `[N, numbers]` unless `over` is `each`.
 *
 * A run throws PamiError `SHAPE_MISMATCH` if the output of a state has another shape than the state.
 *
 * @throws RangeError for names that the model does not have, a state of unknown size, and options out of range
 *
 * @example
 * import type { Model, Tensor, Tensors } from "@pami/core"
 *
 * // Gives the sum of all that it has heard, and takes it back as its state.
 * const integrator: Model = {
 *   contract: 2,
 *   backend: "function",
 *   inputs: [
 *     { name: "x", dtype: "float32", shape: [null, 2] },
 *     { name: "before", dtype: "float32", shape: [null, 1] },
 *   ],
 *   outputs: [{ name: "sum", dtype: "float32", shape: [null, 1] }],
 *   limits: { preferredBatch: 8 },
 *   digest: "sha256:integrator",
 *   settings: {},
 *   async run(feeds) {
 *     const { x, before } = feeds as Tensors
 *     const at = ({ data }: Tensor, index: number) => Number(data[index])
 *     const sums = Array.from(
 *       { length: before.shape[0] },
 *       (_, item) => at(before, item) + at(x, 2 * item) + at(x, 2 * item + 1),
 *     )
 *     return { sum: { dtype: "float32", shape: [sums.length, 1], data: Float32Array.from(sums) } }
 *   },
 *   async dispose() {},
 * }
 * const model = recurrentModel(integrator, { chunk: 2, state: { before: "sum" }, output: "sum" })
 * const x = { dtype: "float32", shape: [1, 5], data: Float32Array.of(1, 2, 3, 4, 5) } as const
 * const { sum } = await model.run({ x })
 * console.log(sum.data.join()) // 3,10,15
 */
export function recurrentModel(model: Model, options: RecurrentModelOptions): Model {
  const { chunk, state, context = 0, others = {}, over = "each" } = options
  if (
    !(Number.isInteger(chunk) && chunk >= 1 && Number.isInteger(context) && context >= 0 && context <= chunk)
  )
    throw new RangeError(
      `chunk is a whole number of at least 1, and context one of at most the chunk; got ${chunk} and ${context}`,
    )
  const states = Object.entries(state).map(([name, next]) => ({ next, ...stateOf(model, name) }))
  const nexts = new Set(states.map(({ next }) => next))
  const given = new Set([...Object.keys(state), ...Object.keys(others)])
  const input = find(model.inputs, options.input, (name) => !given.has(name), "input")
  const output = find(model.outputs, options.output, (name) => !nexts.has(name), "output")
  if (input.dtype === "string") throw new RangeError(`input ${input.name} takes texts, not a series`)
  const { dtype } = input
  const width = context + chunk
  const constantsFor = (items: number): Tensors =>
    Object.fromEntries(Object.entries(others).map(([name, other]) => [name, repeated(other, items)]))
  const zerosFor = (items: number): Tensors =>
    Object.fromEntries(states.map(({ name, zeros }) => [name, repeated(zeros, items)]))
  // The output of a state may have its batch on another axis than 0, undeclared: a run of silence shows it, once.
  let axes: Promise<readonly number[]> | undefined
  const findAxes = async () => {
    const items =
      [2, 3, 5, 7].find((count) => states.every(({ zeros }) => !zeros.shape.includes(count))) ?? 11
    const silence = { dtype, shape: [items, width], data: allocate(dtype, items * width) }
    const outputs = await model.run({ ...constantsFor(items), ...zerosFor(items), [input.name]: silence })
    return states.map(({ name, next, zeros }) => batchAxis(name, outputs[next], zeros, items))
  }
  return {
    ...model,
    inputs: [{ name: input.name, dtype, shape: [null, null] }],
    outputs: [{ name: output.name, dtype: "float32", shape: [null, null] }],
    settings: {
      ...model.settings,
      recurrent: { chunk, context, over, state: { ...state }, output: output.name },
    },
    async run(feeds) {
      const tensor = feeds[input.name]
      if (tensor === undefined || tensor.dtype === "string" || tensor.shape.length !== 2)
        throw new RangeError(`a recurrent model takes "${input.name}" of shape [N, T]`)
      const series = decode(tensor)
      const [items, length] = tensor.shape
      const chunks = Math.ceil(length / chunk)
      axes ??= findAxes()
      const batchAxes = await axes
      const values = new Float32Array(items * width)
      let memory: Tensors = Object.fromEntries(
        states.map(({ name, zeros }) => [name, repeated(zeros, items)]),
      )
      const constants = Object.fromEntries(
        Object.entries(others).map(([name, other]) => [name, repeated(other, items)]),
      )
      const found: Float32Array[] = []
      for (let start = 0; start < length; start += chunk) {
        for (let item = 0, i = 0; item < items; item++)
          for (let step = start - context; step < start + chunk; step++)
            values[i++] = step >= 0 && step < length ? series[item * length + step] : 0
        const fed = { dtype, shape: [items, width], data: encode(dtype, values.slice()) }
        const outputs = await model.run({ ...constants, ...memory, [input.name]: fed })
        memory = Object.fromEntries(
          states.map(({ name, next }, at) => [name, batchFirst(outputs[next], batchAxes[at])]),
        )
        found.push(Float32Array.from(decode(outputs[output.name])))
      }
      const numbers = found[0].length / items
      const data = gather(found, items, numbers, over)
      const shape =
        over !== "each" ? [items, numbers] : numbers === 1 ? [items, chunks] : [items, chunks, numbers]
      return { [output.name]: { dtype: "float32", shape, data } }
    },
  }
}

/** Returns the axis of the batch in the output of a state. */
function batchAxis(name: string, { shape }: Tensor, state: Tensor, items: number): number {
  const axis = shape.findIndex(
    (side, at) => side === items && shape.toSpliced(at, 1).join() === state.shape.join(),
  )
  if (axis !== -1) return axis
  throw new PamiError<SeriesErrorCode>(
    "SHAPE_MISMATCH",
    `the state ${name} has the shape ${formatShape([null, ...state.shape])}; the output that becomes it has ` +
      `${formatShape(shape)} for ${items} items: name another output`,
    { data: { state: name, expected: [items, ...state.shape], actual: [...shape] } },
  )
}

function stateOf({ inputs }: Model, name: string) {
  const info = find(inputs, name, () => false, "input")
  const shape = info.shape.slice(1)
  if (info.dtype === "string" || !shape.every((side) => side !== null))
    throw new RangeError(`the state ${name} has no fixed size: its shape is ${JSON.stringify(info.shape)}`)
  const { dtype } = info
  return { name, zeros: { dtype, shape, data: allocate(dtype, sizeOf(shape)) } }
}

function find(
  infos: readonly TensorInfo[],
  name: string | undefined,
  suits: (name: string) => boolean,
  kind: string,
): TensorInfo {
  const found = infos.find((info) => (name === undefined ? suits(info.name) : info.name === name))
  if (found !== undefined) return found
  const known = infos.map((info) => info.name).join(", ")
  throw new RangeError(`the model has no ${kind} ${name ?? "that is not a state"}; it has ${known}`)
}

/** Returns the outputs of the chunks, those of one item side by side. */
function gather(
  found: readonly Float32Array[],
  items: number,
  numbers: number,
  over: NonNullable<RecurrentModelOptions["over"]>,
): Float32Array {
  const at = (item: number, piece: number, k: number) => found[piece][item * numbers + k]
  if (over === "each")
    return Float32Array.from({ length: items * found.length * numbers }, (_, i) => {
      const rest = i % (found.length * numbers)
      return at(Math.floor(i / (found.length * numbers)), Math.floor(rest / numbers), rest % numbers)
    })
  return Float32Array.from({ length: items * numbers }, (_, i) => {
    const all = found.map((piece) => piece[i])
    if (over === "last") return all.at(-1)!
    return over === "max" ? Math.max(...all) : all.reduce((sum, value) => sum + value, 0) / all.length
  })
}
