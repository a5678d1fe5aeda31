import type { LaneAnswers, LaneMessage, LaneReply, LaneRequest, Session } from "./messages.ts"

/** Handles one message in the thread of a lane, and replies to it. */
export type LaneServer<Opening, Facts> = (
  message: LaneMessage<Opening>,
  reply: (reply: LaneReply<Facts>, transfer: ArrayBuffer[]) => void,
) => Promise<void>

/**
 * Creates the server of a lane, for its thread.
 *
 * @param open opens a session
 * @param describe returns the message of a runtime's error
 */
export function serveSessions<Opening, Facts>(
  open: (opening: Opening) => Promise<Session<Facts>>,
  describe: (error: unknown) => string,
): LaneServer<Opening, Facts> {
  const sessions = new Map<number, Session<Facts>>()
  let nextSession = 0

  async function answer(
    request: LaneRequest<Opening>,
  ): Promise<LaneAnswers<Facts>[keyof LaneAnswers<Facts>]> {
    if (request.kind === "open") {
      const opened = await open(request.opening)
      const session = nextSession++
      sessions.set(session, opened)
      return { session, facts: opened.facts }
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

  return async ({ job, request }, reply) => {
    try {
      const answered = await answer(request)
      // All buffers are transferred: copies left here would wait for the garbage collector of a thread that allocates
      // little else.
      const tensors =
        answered !== undefined && "outputs" in answered ? [answered.feeds, answered.outputs] : []
      const buffers = tensors.flatMap((all) => Object.values(all).map(({ data }) => data.buffer))
      reply({ job, answer: answered }, [...new Set(buffers)] as ArrayBuffer[])
    } catch (error) {
      reply({ job, error: describe(error) }, [])
    }
  }
}
