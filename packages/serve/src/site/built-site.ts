import { readFile } from "node:fs/promises"
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import { PamiError } from "@pami/core"
import type { FastifyInstance } from "fastify"
import sirv from "sirv"
import * as v from "valibot"
import { unknownRoute } from "../codes.ts"

/** A built site, as it is served. */
export interface BuiltSite {
  /** The page, with a mark by which it knows that this server has models. */
  readonly page: string
  /** Those that the page needs, and that hold it to its own address. */
  readonly headers: Readonly<Record<string, string>>
  /** Answers with one of the other files; calls `next` for any other address. */
  readonly answer: ReturnType<typeof sirv>
}

/** The element that marks the page. */
const mark = '<meta name="pami-server" content="v1" />'

/**
 * Opens the folder of a built site. Its files are listed now: no path is made from a request.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a folder without a built site
 */
export async function openBuiltSite(folder: string): Promise<BuiltSite> {
  const [page, text] = await Promise.all(
    ["index.html", "headers.json"].map((name) => readFile(join(folder, name), "utf8")),
  ).catch((cause: unknown) => {
    throw new PamiError(
      "FILE_NOT_FOUND",
      `the folder ${folder} holds no built site: expected index.html and headers.json, as the folder dist of @pami/site has them`,
      { cause },
    )
  })
  const headers = {
    ...v.parse(v.record(v.string(), v.string()), JSON.parse(text)),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  }
  const answer = sirv(folder, {
    etag: true,
    // Copies that lie beside the files; the package of the site has none, as most servers are on the visitor's machine.
    brotli: true,
    gzip: true,
    setHeaders(response: ServerResponse, path: string) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      // Names of assets are made from their content; all other files may change.
      const kept = path.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache"
      response.setHeader("Cache-Control", kept)
    },
  })
  return { page: page.replace(/<head>/i, (head) => `${head}\n    ${mark}`), headers, answer }
}

/** Adds the routes of the site: the page at `/`, and its files. They are public, so that the page can ask for the token. */
export function addSite(app: FastifyInstance, { page, headers, answer }: BuiltSite): void {
  for (const path of ["/", "/index.html"])
    app.get(path, async (_, reply) =>
      reply
        .headers({ ...headers, "Cache-Control": "no-cache" })
        .type("text/html; charset=utf-8")
        .send(page),
    )
  app.get("/*", async (request, reply) => {
    let isThere = true
    answer(request.raw, reply.raw, () => void (isThere = false))
    if (!isThere) throw unknownRoute(request)
    return reply.hijack()
  })
}
