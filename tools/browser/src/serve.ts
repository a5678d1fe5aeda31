import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { stripTypeScriptTypes } from "node:module"
import type { AddressInfo } from "node:net"
import { extname } from "node:path"
import { fileURLToPath } from "node:url"

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/javascript",
  ".wasm": "application/wasm",
}

/** A running file server. */
export interface Served {
  readonly origin: string
  close(): void
}

/**
 * Starts a server on a free port. It strips the types from TypeScript and sends other files unchanged.
 *
 * @param place returns the file for a request path, or the text to send
 * @param isolated whether pages are cross-origin isolated, which WebAssembly threads need
 */
export async function serve(place: (path: string) => URL | string, isolated: boolean): Promise<Served> {
  const isolation = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  }
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    const path = pathname === "/" ? "/index.html" : pathname
    try {
      const found = place(path)
      const content = typeof found === "string" ? found : await readFile(fileURLToPath(found))
      const type = types[extname(path)] ?? "application/octet-stream"
      response.writeHead(200, { "Content-Type": type, ...(isolated && isolation) })
      response.end(path.endsWith(".ts") ? stripTypeScriptTypes(String(content)) : content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, "localhost", done))
  const { port } = server.address() as AddressInfo
  return { origin: `http://localhost:${port}`, close: () => void server.close() }
}
