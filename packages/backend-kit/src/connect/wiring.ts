import { type Model, PamiError, type Tensor, type TensorInfo, type Tensors } from "@pami/core"
import { formatShape } from "@pami/core/tensor"

/**
 * The feed of an input: the name of an output of the first model or, if it has none of that name, of one of its inputs, such
 * as a mask; or a function of all outputs and the number of items of the run.
 */
export type Wire = string | ((outputs: Tensors, items: number) => Tensor)

/** The wires of a connection, by the names of the inputs of the second model. */
export type Wiring = Readonly<Record<string, Wire>>

/**
 * Returns the wires, checked against what the models declare.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `OUTPUT_NOT_FOUND`, `SHAPE_MISMATCH`
 */
export function checkWiring(first: Model, second: Model, wiring: Wiring): [string, Wire][] {
  const wires = Object.entries(wiring)
  if (wires.length === 0)
    throw new RangeError(
      `wiring is empty: name an input of the second model (${list(second.inputs)}) and an output of the first (${list(first.outputs)})`,
    )
  for (const [name, wire] of wires) {
    const input = second.inputs.find((info) => info.name === name)
    if (input === undefined)
      throw new PamiError(
        "INPUT_NOT_FOUND",
        `the second model has no input "${name}": its inputs are ${list(second.inputs)}`,
        { data: { name, inputs: second.inputs.map((info) => info.name) } },
      )
    if (typeof wire !== "string") continue
    checkFit(first, sourceOf(first, wire), input)
  }
  return wires
}

/** Returns the output of a name, else the input. */
function sourceOf(first: Model, name: string): TensorInfo {
  const isOutput = [...first.outputs, ...(first.leftOut ?? [])].some((output) => output.name === name)
  const input = first.inputs.find((info) => info.name === name)
  return isOutput || input === undefined ? outputOf(first, name) : input
}

function outputOf({ outputs, leftOut = [] }: Model, name: string): TensorInfo {
  const output = outputs.find((info) => info.name === name)
  if (output !== undefined) return output
  const unusable = leftOut.find((one) => one.name === name)
  throw new PamiError(
    "OUTPUT_NOT_FOUND",
    unusable === undefined
      ? `the first model has no output "${name}": its outputs are ${list(outputs)}`
      : `output "${name}" of the first model ${unusable.reason}`,
    { data: { name, outputs: outputs.map((info) => info.name) } },
  )
}

/** Axis 0 need not fit: the second model is run in as many batches as it takes. */
function checkFit({ inputs }: Model, output: TensorInfo, input: TensorInfo): void {
  const isAny = output.shape.length === 0 || input.shape.length === 0
  const fits =
    isAny ||
    (output.shape.length === input.shape.length &&
      output.shape.every(
        (length, axis) => axis === 0 || [length, null].includes(input.shape[axis]) || length === null,
      ))
  if (output.dtype === input.dtype && fits) return
  throw new PamiError(
    "SHAPE_MISMATCH",
    `${inputs.includes(output) ? "input" : "output"} ${describe(output)} of the first model does not fit input ${describe(input)} of the second. Wire a function that converts it: { "${input.name}": (outputs) => tensor }`,
    { data: { output: [...output.shape], input: [...input.shape] } },
  )
}

/**
 * Returns the inputs of a connected model: those of the first, then those of the second that are neither wired nor shared.
 *
 * @throws PamiError `SHAPE_MISMATCH` for inputs of one name that one tensor cannot feed
 */
export function joinInputs(
  first: Model,
  second: Model,
  wires: readonly (readonly [string, Wire])[],
): TensorInfo[] {
  const wired = wires.map(([name]) => name)
  const [batch = null] = first.inputs.flatMap(({ shape }) => shape.slice(0, 1))
  const joined = [...first.inputs]
  for (const input of second.inputs) {
    if (wired.includes(input.name)) continue
    const shared = joined.findIndex(({ name }) => name === input.name)
    if (shared < 0) {
      joined.push({ ...input, shape: input.shape.length === 0 ? [] : [batch, ...input.shape.slice(1)] })
      continue
    }
    const own = joined[shared]
    checkShared(own, input)
    if (own.shape.length > 0)
      joined[shared] = {
        ...own,
        shape: own.shape.map((length, axis) => length ?? (axis > 0 ? input.shape[axis] : null)),
      }
  }
  return joined
}

function checkShared(own: TensorInfo, other: TensorInfo): void {
  const fits =
    own.shape.length === other.shape.length &&
    own.shape.every(
      (length, axis) => axis === 0 || length === null || [length, null].includes(other.shape[axis]),
    )
  if (own.dtype === other.dtype && fits) return
  throw new PamiError(
    "SHAPE_MISMATCH",
    `both models have an input "${own.name}", which one tensor cannot feed: ${describe(own)} and ${describe(other)}. Wire that of the second model`,
  )
}

/**
 * Returns the outputs of the first model to keep.
 *
 * @throws PamiError `OUTPUT_NOT_FOUND`
 * @throws RangeError for a name that the second model has too
 */
export function keptOutputs(first: Model, second: Model, names: readonly string[]): TensorInfo[] {
  return names.map((name) => {
    if (second.outputs.some((output) => output.name === name))
      throw new RangeError(`both models have an output "${name}": that of the first cannot be kept`)
    return outputOf(first, name)
  })
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `"${name}" ${dtype} ${shape.length === 0 ? "of any shape" : formatShape(shape)}`
}

function list(infos: readonly TensorInfo[]): string {
  return infos.map(describe).join(", ") || "none"
}
