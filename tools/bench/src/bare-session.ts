import type { InferenceSession } from "onnxruntime-node"

/** An input of the model; `null` is an axis of any length. */
export interface BareInput {
  readonly name: string
  readonly shape: readonly (number | null)[]
}

/** Items that it takes at a time where explain chooses for itself: of 4, 8 and 32 none is faster by more than noise. */
export const bareBatch = 8

/** Runs a batch: `data` in the order of `shape`, for the input of that name. */
export type RunBare = (name: string, shape: readonly number[], data: Float32Array) => Promise<void>

/** onnxruntime-node as a program uses it that has nothing else to do: one session of so many threads, its defaults. */
export async function bareSession(
  file: string,
  threads: number,
): Promise<{ inputs: readonly BareInput[]; run: RunBare; release: () => Promise<void> }> {
  // As the backend does before it loads the runtime.
  process.env.ORT_DISABLE_TELEMETRY ??= "1"
  const { InferenceSession, Tensor } = await import("onnxruntime-node")
  const session: InferenceSession = await InferenceSession.create(file, { intraOpNumThreads: threads })
  return {
    inputs: session.inputMetadata.map((input) => ({
      name: input.name,
      shape: input.isTensor
        ? input.shape.map((length) => (typeof length === "number" && length > 0 ? length : null))
        : [],
    })),
    async run(name, shape, data) {
      await session.run({ [name]: new Tensor("float32", data, shape) })
    },
    release: () => session.release(),
  }
}
