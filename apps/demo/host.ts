import type { ServerResponse } from "node:http"
import sirv from "sirv"
import { isolation } from "./src/service/isolation.ts"

/**
 * Answers with the files of a built site, as a host of static files does.
 *
 * @param folder where the site was built
 * @param isolated whether the host sends the headers that isolate pages from other origins
 */
export function host(folder: string, isolated: boolean): ReturnType<typeof sirv> {
  return sirv(folder, {
    etag: true,
    setHeaders(response: ServerResponse, path: string) {
      if (isolated) for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value)
      // Names of assets are made from their content; all other files may change.
      const kept = path.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache"
      response.setHeader("Cache-Control", kept)
    },
  })
}
