import { plainWords } from "../faults.ts"
import type { Session } from "../model.ts"
import type { LaneAnswers, LaneMessage, LaneReply, LaneRequest } from "./messages.ts"

/**
 * What the thread of a lane does with a message.
 *
 * @param open opens a session
 */
export function serveSessions<Opening>(open: (opening: Opening) => Promise<Session>) {
  const sessions = new Map<number, Session>()

  async function answer(request: LaneRequest<Opening>): Promise<LaneAnswers[keyof LaneAnswers]> {
    if (request.kind === "open") {
      const session = await open(request.opening)
      sessions.set(request.session, session)
      const { inputMetadata, outputMetadata, outputNames } = session
      return { inputMetadata, outputMetadata, outputNames }
    }
    const session = sessions.get(request.session)!
    if (request.kind === "run") {
      const { feeds, outputs } = request
      return { outputs: await session.run(feeds, outputs), feeds }
    }
    sessions.delete(request.session)
    await session.release()
    return undefined
  }

  return async (
    { job, request }: LaneMessage<Opening>,
    reply: (reply: LaneReply, transfer: ArrayBuffer[]) => void,
  ): Promise<void> => {
    try {
      const answered = await answer(request)
      // All of it is handed over: a copy left here would wait for the garbage collector of a thread that makes little
      // else.
      const tensors =
        answered !== undefined && "outputs" in answered ? [answered.feeds, answered.outputs] : []
      const buffers = tensors.flatMap((all) => Object.values(all).map(({ data }) => data.buffer))
      reply({ job, answer: answered }, [...new Set(buffers)] as ArrayBuffer[])
    } catch (error) {
      reply({ job, error: plainWords(error) }, [])
    }
  }
}
