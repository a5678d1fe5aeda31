import { nextTurn } from "@pami/core"
import { runOn, type Session } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-web"
import { exclusively } from "./exclusively.ts"
import type { Runtime } from "./runtime.ts"

/** What sessions open on. */
export interface Opening {
  readonly model: Uint8Array
  /** Files with weights. */
  readonly external: readonly { readonly path: string; readonly data: Uint8Array }[]
  readonly options: InferenceSession.SessionOptions
  /** Runs after which a session makes room for a fresh one. */
  readonly lifetime: number
}

/** A session that does one thing at a time, and gives way to a fresh one after every `lifetime` runs. */
export async function openSession(
  runtime: Pick<Runtime, "InferenceSession" | "Tensor">,
  { model, external, options, lifetime }: Opening,
): Promise<Session> {
  // The runtime writes into what it is given, so it is made anew for every session.
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

  const { inputMetadata, outputMetadata, outputNames } = session
  return {
    inputMetadata,
    outputMetadata,
    outputNames,
    run: (feeds, outputs) =>
      exclusively(async () => {
        // The runtime computes without a pause: whatever else this thread has to do comes between two runs.
        await nextTurn()
        const current = session === undefined || runs >= lifetime ? await renew() : session
        runs++
        return runOn(runtime.Tensor, current, feeds, outputs)
      }),
    release: () => exclusively(async () => session?.release()),
  }
}
