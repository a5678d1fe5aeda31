import { runOn, type Session } from "@pami/onnxruntime-common"
import type { InferenceSession, TensorConstructor } from "onnxruntime-web"
import { exclusively } from "./exclusively.ts"

/**
 * A session that does one thing at a time, and gives way to a fresh one after every `lifetime` runs.
 *
 * @param Tensor the runtime's own
 * @param create opens a session on the same model
 */
export async function openSession(
  Tensor: TensorConstructor,
  create: () => Promise<InferenceSession>,
  lifetime: number,
): Promise<Session> {
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
        const current = session === undefined || runs >= lifetime ? await renew() : session
        runs++
        return runOn(Tensor, current, feeds, outputs)
      }),
    release: () => exclusively(async () => session?.release()),
  }
}
