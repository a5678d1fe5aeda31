import { PassThrough } from "node:stream"
import type { FastifyReply } from "fastify"
import { errorBody } from "./answer-error.ts"
import type { Done, JobProgress } from "./worker/messages.ts"

/**
 * Answers with server-sent events: `progress`, then `result` or `error`.
 *
 * @param timeout milliseconds in which the client must read the last event
 */
export async function sendEvents(
  reply: FastifyReply,
  timeout: number,
  explain: (onProgress: (progress: JobProgress) => void) => Promise<Done>,
): Promise<FastifyReply> {
  const events = new PassThrough()
  const write = (name: string, data: string) => void events.write(`event: ${name}\ndata: ${data}\n\n`)
  explain((progress) => write("progress", JSON.stringify(progress)))
    .then((done) => {
      if ("error" in done) write("error", JSON.stringify(errorBody(done.error)))
      else write("result", String(done.body))
      reply.raw.setTimeout(timeout)
      events.end()
    })
    .catch((error: Error) => events.destroy(error))
  return await reply
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .type("text/event-stream")
    .send(events)
}
