import { createHash, timingSafeEqual } from "node:crypto"
import { PassThrough } from "node:stream"
import multipart from "@fastify/multipart"
import fastify from "fastify"
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify"
import { ServeError, statusOf } from "./codes.ts"
import type { CodedError } from "./codes.ts"
import { startMetrics } from "./metrics.ts"
import { openApi } from "./openapi.ts"
import { isThisMachine } from "./options.ts"
import type { CompleteOptions } from "./options.ts"
import { readRequest } from "./request/read-request.ts"
import type { ServedModel } from "./served-models.ts"
import { formats } from "./worker/messages.ts"
import type { Asked, Done, Format, JobProgress } from "./worker/messages.ts"
import type { Pool } from "./worker/pool.ts"

// Seconds after which a client should retry.
const retryAfter = 5

/** Returns the server, which does not listen yet. */
export function createApp(
  options: CompleteOptions,
  models: ReadonlyMap<string, ServedModel>,
  pool: Pool,
): FastifyInstance {
  const { largestFile, requestTimeout, token, host } = options
  const app = fastify({
    // Base64 of the largest file, and its options.
    bodyLimit: Math.ceil((largestFile * 4) / 3) + 2 ** 20,
    requestTimeout: requestTimeout * 1000,
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    forceCloseConnections: "idle",
    http: { headersTimeout: Math.min(requestTimeout, 30) * 1000, connectionsCheckingInterval: 1000 },
  })
  const metrics = startMetrics(pool)
  let uploads = 0

  app.register(multipart, {
    limits: { fileSize: largestFile, files: 1, fields: 10, fieldSize: 2 ** 20, parts: 11, headerPairs: 50 },
  })

  app.addHook("onRequest", async (request) => {
    // A page of another site can have its name lead here: it must not read what this machine's models say.
    if (token === undefined && isThisMachine(host) && !isThisMachine(request.hostname))
      throw new ServeError(
        "HOST_UNKNOWN",
        `this server answers requests to this machine, not to ${request.hostname}`,
      )
  })

  app.setErrorHandler((error: FastifyError | ServeError, _, reply) =>
    answer(reply, codedError(error, largestFile)),
  )
  app.setNotFoundHandler((request, reply) =>
    answer(
      reply,
      new ServeError(
        "ROUTE_NOT_FOUND",
        `unknown route ${request.method} ${request.url.slice(0, 200)}: see /openapi.json`,
      ),
    ),
  )

  app.get("/health", async () => ({ status: "ok", active: pool.active, waiting: pool.waiting }))

  app.register(async (own) => {
    own.addHook("onRequest", async (request) => {
      if (token !== undefined && !isToken(request.headers.authorization, token))
        throw new ServeError("TOKEN_INVALID", "the request needs the header Authorization: Bearer TOKEN")
    })
    own.get("/v1/models", async () => ({ models: [...models.keys()].map((name) => ({ name })) }))
    own.get("/openapi.json", async () => openApi([...models.keys()]))
    own.get("/metrics", async (_, reply) => {
      const { type, text } = await metrics.read()
      return await reply.type(type).send(text)
    })
    own.post<{ Querystring: { format?: string } }>(
      "/v1/explain",
      {
        // Before the body is read: uploads take memory.
        async onRequest(_, reply) {
          if (uploads + pool.active >= options.workers + options.queue)
            throw new ServeError("SERVER_BUSY", "too many explanations are waiting: retry later")
          uploads++
          reply.raw.once("close", () => reading(reply))
        },
      },
      async (request, reply) => {
        const { format = "json" } = request.query
        const asked = { ...(await readAsked(request)), format: formatOf(format) }
        reading(reply)
        const left = new AbortController()
        // After an answer that was sent, nothing is left to end.
        reply.raw.once("close", () => left.abort())
        const explain = async (onProgress: (progress: JobProgress) => void) => {
          const started = performance.now()
          const done = await pool.explain(asked, { signal: left.signal, onProgress })
          metrics.count({
            model: asked.model.name,
            outcome: "error" in done ? (left.signal.aborted ? "left" : done.error.code) : "done",
            seconds: (performance.now() - started) / 1000,
            passes: "error" in done ? 0 : done.passes,
          })
          return done
        }
        if (format === "events") return await sendEvents(reply, explain)
        const done = await explain(() => {})
        if ("error" in done) return answer(reply, done.error)
        return await reply.type(done.type).send(done.body)
      },
    )
  })
  return app

  /** Counts an upload as ended, once. */
  function reading(reply: FastifyReply & { isRead?: boolean }): void {
    if (reply.isRead) return
    reply.isRead = true
    uploads--
  }

  async function readAsked(request: Parameters<typeof readRequest>[0]): Promise<Omit<Asked, "format">> {
    const { model: name, ...rest } = await readRequest(request)
    const model = name === undefined && models.size === 1 ? [...models.values()][0] : models.get(name ?? "")
    if (model !== undefined) return { model, ...rest }
    const known = [...models.keys()].slice(0, 20).join(", ")
    throw name === undefined
      ? new ServeError("REQUEST_INVALID", `model is missing: one of ${known}`)
      : new ServeError(
          "MODEL_NOT_FOUND",
          `no model is named ${JSON.stringify(name.slice(0, 100))}: there are ${known}`,
        )
  }
}

/** Returns whether a header holds the token. Takes as long for every header. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`))
}

function formatOf(format: string): Format {
  if (format === "events") return "json"
  const found = formats.find((one) => one === format)
  if (found !== undefined) return found
  throw new ServeError(
    "REQUEST_INVALID",
    `format: one of ${formats.join(", ")}, events; got ${JSON.stringify(format.slice(0, 60))}`,
  )
}

/** Answers with server-sent events: `progress`, then `result` or `error`. */
async function sendEvents(
  reply: FastifyReply,
  explain: (onProgress: (progress: JobProgress) => void) => Promise<Done>,
): Promise<FastifyReply> {
  const events = new PassThrough()
  const write = (name: string, data: string) => void events.write(`event: ${name}\ndata: ${data}\n\n`)
  explain((progress) => write("progress", JSON.stringify(progress)))
    .then((done) => {
      if ("error" in done) write("error", JSON.stringify(shown(done.error)))
      else write("result", String(done.body))
      events.end()
    })
    .catch((error: Error) => events.destroy(error))
  return await reply
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .type("text/event-stream")
    .send(events)
}

function shown({ code, message }: CodedError) {
  return { error: { code, message } }
}

function answer(reply: FastifyReply, error: CodedError): FastifyReply {
  const status = statusOf(error.code)
  if (status === 503) void reply.header("retry-after", retryAfter)
  return reply.status(status).send(shown(error))
}

/** Returns the code of an error of the server's libraries. */
function codedError(error: FastifyError | ServeError, largestFile: number): CodedError {
  if (error instanceof ServeError) return error
  const { statusCode = 500, message } = error
  if (statusCode === 413)
    return { code: "BODY_TOO_LARGE", message: `a file of at most ${largestFile} bytes is taken` }
  if (statusCode < 500) return { code: "REQUEST_INVALID", message }
  return { code: "INTERNAL", message: "the server failed on this request" }
}
