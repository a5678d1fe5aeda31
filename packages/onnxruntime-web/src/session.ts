import type { Session } from "@pami/onnxruntime-common"
import type { InferenceSession } from "onnxruntime-web"
import { exclusively } from "./exclusively.ts"

/**
 * A session that does one thing at a time, and gives way to a fresh one after every `lifetime` runs.
 *
 * @param create opens a session on the same model
 */
export async function openSession(
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
        return current.run(feeds, outputs)
      }),
    release: () => exclusively(async () => session?.release()),
  }
}
