import type { ServerResponse } from "node:http"
import sirv from "sirv"
import { headers } from "./src/service/headers.ts"

/**
 * Answers with the files of a built site, as a host of static files does.
 *
 * @param folder where the site was built
 * @param withHeaders whether the host sends the headers that isolate pages from other origins and let nothing out
 */
export function host(folder: string, withHeaders: boolean): ReturnType<typeof sirv> {
  return sirv(folder, {
    etag: true,
    // Copies that lie beside the files: see `compress.ts`.
    brotli: true,
    gzip: true,
    setHeaders(response: ServerResponse, path: string) {
      if (withHeaders) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      // Names of assets are made from their content; all other files may change.
      const kept = path.includes("/assets/") ? "max-age=31536000, immutable" : "no-cache"
      response.setHeader("Cache-Control", kept)
    },
  })
}
