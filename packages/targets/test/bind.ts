import { denseInput } from "@pami/core"
import type { BoundTarget, DType, Model, PamiError, Target, Tensor, Tensors } from "@pami/core"

/** A tensor of 32-bit floats, or of the type. */
export function tensor(shape: readonly number[], data: ArrayLike<number>, dtype: DType = "float32"): Tensor {
  const make = { int32: Int32Array, int64: BigInt64Array, float32: Float32Array } as const
  if (dtype === "int64") return { dtype, shape, data: BigInt64Array.from(Array.from(data, BigInt)) }
  return { dtype, shape, data: make[dtype as "int32" | "float32"].from(data) }
}

/** An input of these rows and columns. */
export function inputOf(units: readonly number[]) {
  const count = units.reduce((product, length) => product * length, 1)
  return denseInput({
    name: "x",
    units,
    grid: "image",
    planes: 1,
    inner: 1,
    shape: units,
    original: new Float32Array(count),
    baseline: new Float32Array(count),
  })
}

/** Binds a target to the outputs for an input. */
export async function bind(
  target: Target,
  original: Tensors,
  {
    units = [100, 200],
    baseline = original,
    activations,
  }: { units?: readonly number[]; baseline?: Tensors; activations?: NonNullable<Model["activations"]> } = {},
): Promise<BoundTarget> {
  return await target.bind({
    original,
    baseline,
    input: inputOf(units),
    model: activations === undefined ? {} : { activations },
    probes: async () => [],
  })
}

/** Returns the scores of items, one list for each. */
export function scoresOf(bound: BoundTarget, outputs: Tensors, count = 1): number[][] {
  const width = bound.targets.length
  const scores = new Float64Array(count * width)
  bound.score(outputs, count, scores)
  return Array.from({ length: count }, (_, item) =>
    [...scores.subarray(item * width, (item + 1) * width)].map(round),
  )
}

/** Returns a number without the rounding of 32 bits. */
export const round = (value: number): number => Math.round(value * 1e5) / 1e5

/** Returns the error with which a target refuses outputs. */
export async function refusal(work: () => unknown): Promise<PamiError> {
  try {
    await work()
  } catch (error) {
    return error as PamiError
  }
  throw new Error("nothing was refused")
}

/** Returns the codes of the findings. */
export const codes = ({ findings }: BoundTarget): string[] => findings.map(({ code }) => code)
