/// <reference lib="esnext.disposable" preserve="true" />
import { createApp } from "./app.ts"
import { completeOptions } from "./options.ts"
import type { ServeOptions } from "./options.ts"
import { servedModels } from "./served-models.ts"
import type { ServedModel } from "./served-models.ts"
import { openBuiltSite } from "./site/built-site.ts"
import { startPool } from "./worker/pool.ts"

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Its address: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly models: readonly ServedModel[]
  /** Takes no more requests, waits for running explanations up to `grace` seconds, and ends the workers. */
  close(): Promise<void>
}

/**
 * Serves explanations of the predictions of the models in a folder over HTTP: `POST /v1/explain`, `GET /v1/models`, `/health`,
 * `/metrics` and `/openapi.json`. Explanations run in worker threads, so that the server answers meanwhile; when a client leaves,
 * its explanation ends. With a site, a browser shows it at `/` and explains the models there.
 *
 * @throws RangeError for an option out of its range, and for an address that other machines reach without a token
 * @throws PamiError `FILE_NOT_FOUND` for a folder without models, or without the site
 *
 * @example
 * import { fileURLToPath } from "node:url"
 * import { serve } from "@pami/serve"
 * import { models } from "@pami/zoo"
 *
 * const folder = fileURLToPath(new URL("../", models.scenes.onnx.href))
 * const backends = [{ module: import.meta.resolve("@pami/onnxruntime-node") }]
 * const server = await serve({ models: folder, backends, port: 0 })
 * const { status } = await (await fetch(`${server.url}/health`)).json()
 * console.log(status) // ok
 * await server.close()
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const complete = completeOptions(options)
  const models = await servedModels(complete.models)
  const site = complete.site === undefined ? undefined : await openBuiltSite(complete.site)
  const pool = startPool(complete)
  const app = createApp(complete, models, pool, site)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= end())
  const { host, port, grace } = complete
  const url = await app.listen({ host, port }).catch(async (error: unknown) => {
    await pool.close()
    throw error
  })
  return { url, models: [...models.values()], close, [Symbol.asyncDispose]: close }

  async function end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, grace * 1000)))
    await Promise.race([app.close(), late])
    clearTimeout(timer)
    app.server.closeAllConnections()
    await pool.close()
  }
}
