import { nextTurn } from "@pami/core/tensor"
import { type OnnxSession, runOn } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-web"
import { exclusively } from "./exclusively.ts"
import type { Runtime } from "./runtime.ts"

/** Everything that opens a session. */
export interface Opening {
  readonly model: Uint8Array
  /** Weights files. */
  readonly external: readonly { readonly path: string; readonly data: Uint8Array }[]
  readonly options: InferenceSession.SessionOptions
  /** Runs after which a new session replaces the old one. */
  readonly lifetime: number
}

/** Opens a session that runs one batch at a time, and is replaced by a new one after every `lifetime` runs. */
export async function openSession(
  runtime: Pick<Runtime, "InferenceSession" | "Tensor">,
  { model, external, options, lifetime }: Opening,
): Promise<OnnxSession> {
  // The runtime changes the objects passed to it, so that each session gets new ones.
  const create = () => {
    const externalData = external.map(({ path, data }) => ({ path, data }))
    return runtime.InferenceSession.create(model, { ...options, externalData })
  }
  let session: InferenceSession | undefined = await exclusively(create)
  let runs = 0

  async function renew(): Promise<InferenceSession> {
    runs = 0
    const worn = session
    session = undefined
    await worn?.release()
    session = await create()
    return session
  }

  const { inputMetadata, outputMetadata } = session
  return {
    facts: { inputMetadata, outputMetadata },
    run: (feeds, outputs) =>
      exclusively(async () => {
        // A run blocks the thread: the event loop turns between two runs.
        await nextTurn()
        const current = session === undefined || runs >= lifetime ? await renew() : session
        runs++
        return runOn(runtime.Tensor, current, feeds, outputs)
      }),
    release: () => exclusively(async () => session?.release()),
  }
}
