import type { InferenceSession } from "onnxruntime-node"

/** Items that it takes at a time where explain chooses for itself: of 4, 8 and 32 none is faster by more than noise. */
export const bareBatch = 8

/** Runs a batch: `data` in the order of `shape`, for the input of that name. */
export type RunBare = (name: string, shape: readonly number[], data: Float32Array) => Promise<void>

/** onnxruntime-node as a program uses it that has nothing else to do: one session of so many threads, its defaults. */
export async function bareSession(
  file: string,
  threads: number,
): Promise<{ run: RunBare; release: () => Promise<void> }> {
  // As the backend does before it loads the runtime.
  process.env.ORT_DISABLE_TELEMETRY ??= "1"
  const { InferenceSession, Tensor } = await import("onnxruntime-node")
  const session: InferenceSession = await InferenceSession.create(file, { intraOpNumThreads: threads })
  return {
    async run(name, shape, data) {
      await session.run({ [name]: new Tensor("float32", data, shape) })
    },
    release: () => session.release(),
  }
}
