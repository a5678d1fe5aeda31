import { createHash, timingSafeEqual } from "node:crypto"
import multipart from "@fastify/multipart"
import fastify from "fastify"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { answerError, codedError, refuseConnection } from "./answer-error.ts"
import { ServeError, unknownRoute } from "./codes.ts"
import { startMetrics } from "./metrics.ts"
import { openApi } from "./openapi.ts"
import { isThisMachine } from "./options.ts"
import type { CompleteOptions } from "./options.ts"
import { parseJson } from "./request/parse-json.ts"
import { largestField, readRequest } from "./request/read-request.ts"
import { sendEvents } from "./send-events.ts"
import type { ServedModel } from "./served-models.ts"
import { addModelFiles } from "./site/add-model-files.ts"
import { addSite } from "./site/built-site.ts"
import type { BuiltSite } from "./site/built-site.ts"
import { formats } from "./worker/messages.ts"
import type { Asked, Format, JobProgress } from "./worker/messages.ts"
import type { Pool } from "./worker/pool.ts"

/** Returns the server, which does not listen yet. */
export function createApp(
  options: CompleteOptions,
  models: ReadonlyMap<string, ServedModel>,
  pool: Pool,
  site: BuiltSite | undefined,
): FastifyInstance {
  const { largestFile, requestTimeout, token } = options
  const app = fastify({
    // Base64 of the largest file, and its options.
    bodyLimit: Math.ceil((largestFile * 4) / 3) + 2 ** 20,
    requestTimeout: requestTimeout * 1000,
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    // A model may have the name of any folder.
    routerOptions: { maxParamLength: 255 },
    forceCloseConnections: "idle",
    frameworkErrors: (error, _, reply) => answerError(reply, codedError(error, largestFile)),
    clientErrorHandler: refuseConnection,
    http: { headersTimeout: Math.min(requestTimeout, 30) * 1000, connectionsCheckingInterval: 1000 },
  })
  const metrics = startMetrics(pool)
  let uploads = 0

  app.removeAllContentTypeParsers()
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_: unknown, body: string) =>
    parseJson("the body", body),
  )
  app.addContentTypeParser("*", async ({ headers }: FastifyRequest) => {
    throw new ServeError(
      "REQUEST_INVALID",
      `a form (multipart/form-data) or JSON (application/json); got ${String(headers["content-type"]).slice(0, 100)}`,
    )
  })
  // One more of files and fields than a form has, which `readRequest` refuses by its name.
  const limits = { files: 2, fields: 5, fieldSize: largestField, parts: 6, headerPairs: 50 }
  app.register(multipart, { limits: { fileSize: largestFile, ...limits } })

  // Before a body is read, which takes memory.
  app.addHook("onRequest", async (request) => {
    if (token === undefined) expectFromHere(request)
    if (request.is404) throw unknownRoute(request)
  })

  app.addHook("onResponse", async ({ raw }) => {
    // A client that keeps its connection would keep the server from closing.
    if (!app.server.listening) raw.socket.destroySoon()
  })

  app.setErrorHandler((error: FastifyError | ServeError, _, reply) =>
    answerError(reply, codedError(error, largestFile)),
  )

  app.get("/health", async () => ({ status: "ok", active: pool.active, waiting: pool.waiting }))

  if (site !== undefined) addSite(app, site)

  app.register(async (own) => {
    own.addHook("onRequest", async (request) => {
      if (token !== undefined && !isToken(request.headers.authorization, token))
        throw new ServeError("TOKEN_INVALID", "the request needs the header Authorization: Bearer TOKEN")
    })
    own.get("/v1/models", async () => ({ models: [...models.keys()].map((name) => ({ name })) }))
    own.get("/openapi.json", async () => openApi([...models.keys()], site !== undefined))
    if (site !== undefined) addModelFiles(own, models, requestTimeout * 1000)
    own.get("/metrics", async (_, reply) => {
      const { type, text } = await metrics.read()
      return await reply.type(type).send(text)
    })
    own.post<{ Querystring: { format?: string } }>(
      "/v1/explain",
      {
        async onRequest(_, reply) {
          if (uploads + pool.active >= options.workers + options.queue)
            throw new ServeError("SERVER_BUSY", "too many explanations are waiting: retry later")
          uploads++
          reply.raw.once("close", () => reading(reply))
        },
      },
      async (request, reply) => {
        const left = new AbortController()
        // After an answer that was sent, nothing is left to end.
        reply.raw.once("close", () => left.abort())
        const { format = "json" } = request.query
        const asked = { ...(await readAsked(request)), format: formatOf(format) }
        reading(reply)
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
        if (format === "events") return await sendEvents(reply, requestTimeout * 1000, explain)
        const done = await explain(() => {})
        if ("error" in done) return answerError(reply, done.error)
        // A client that does not read its answer would keep it in memory.
        reply.raw.setTimeout(requestTimeout * 1000)
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

/**
 * Refuses requests that pages of other sites send from a browser of this machine. A page can have its own name lead here, to read the
 * answers, and can send forms here without reading them.
 */
function expectFromHere({ hostname, headers: { origin } }: FastifyRequest): void {
  if (!isThisMachine(hostname))
    throw new ServeError("HOST_UNKNOWN", `this server answers requests to this machine, not to ${hostname}`)
  if (origin !== undefined && !(URL.canParse(origin) && isThisMachine(new URL(origin).hostname)))
    throw new ServeError("ORIGIN_UNKNOWN", `pages of this machine may ask, not those of ${origin}`)
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
