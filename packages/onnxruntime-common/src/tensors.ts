import type { DeclaredTensor, OnnxValue } from "@pami/backend-kit"
import type { DType, Tensor, Tensors } from "@pami/core"
import type { InferenceSession, Tensor as RuntimeTensor, TensorConstructor } from "onnxruntime-common"

const dtypes: ReadonlySet<string> = new Set<DType>([
  "float32",
  "float16",
  "float64",
  "uint8",
  "int8",
  "int32",
  "int64",
  "bool",
])

/**
 * Returns what the runtime declares, in core's terms, or `undefined` for anything but a tensor of one of core's types.
 *
 * @param value what the file declares: the runtime does not tell a tensor without a declared shape from one without axes
 */
export function declaredTensor(
  metadata: InferenceSession.ValueMetadata,
  value: OnnxValue | undefined,
): DeclaredTensor | undefined {
  if (!metadata.isTensor || !dtypes.has(metadata.type)) return undefined
  const { name, type, shape } = metadata
  return {
    name,
    dtype: type as DType,
    shape: shape.map((length) => (isLength(length) ? length : null)),
    axes: shape.map((length) => (typeof length === "string" && length !== "" ? length : undefined)),
    hasShape: shape.length > 0 || value === undefined || value.shape !== undefined,
  }
}

/** A free axis without a name is -1, which WebAssembly reads as 4294967295; some exporters write 0. */
function isLength(length: number | string): length is number {
  return typeof length === "number" && length > 0 && length < 2 ** 31
}

/**
 * Runs a session of the runtime on core's tensors.
 *
 * @param Tensor the class of the runtime: each onnxruntime package has its own
 */
export async function runOn(
  Tensor: TensorConstructor,
  session: Pick<InferenceSession, "run">,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<Tensors> {
  const fed = Object.entries(feeds).map(([name, tensor]) => [name, toRuntime(Tensor, tensor)])
  const results = await session.run(Object.fromEntries(fed) as InferenceSession.FeedsType, outputs)
  return Object.fromEntries(outputs.map((name) => [name, fromRuntime(results[name])]))
}

/** Returns a tensor of the runtime on the same memory. */
function toRuntime(Tensor: TensorConstructor, { dtype, shape, data }: Tensor): RuntimeTensor {
  if (dtype !== "float16") return new Tensor(dtype, data as Float32Array, shape)
  // Where JavaScript has a Float16Array, the runtime turns the bits into one, whose length its binding then
  // reads as 0 (https://github.com/microsoft/onnxruntime/pull/32323). Named only afterwards, they stay bits.
  const bits = new Tensor("uint16", data as Uint16Array, shape)
  return Object.assign(bits, { type: "float16" })
}

/** Returns a tensor on the memory of the runtime's tensor, which the runtime does not use again. */
function fromRuntime({ type, dims, data }: RuntimeTensor): Tensor {
  const view = data as Exclude<typeof data, string[]>
  const bits = type === "float16" ? new Uint16Array(view.buffer, view.byteOffset, view.length) : view
  return { dtype: type as DType, shape: dims, data: bits as Tensor["data"] }
}
