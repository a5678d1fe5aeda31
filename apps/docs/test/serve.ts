import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import sirv from "sirv"

/** The built documentation on a host of static files, in a folder of it. */
export interface Served {
  /** Address of its first page. */
  readonly address: string
  close(): void
}

/**
 * Serves a built folder in a folder of a host.
 *
 * @param path of the folder on the host: `"/some/where/"`
 */
export async function serve(folder: string, path: string): Promise<Served> {
  const files = sirv(folder)
  const server = createServer((request, response) => {
    if (!request.url?.startsWith(path)) return void response.writeHead(404).end()
    request.url = request.url.slice(path.length - 1)
    files(request, response, () => void response.writeHead(404).end())
  })
  await new Promise<void>((done) => server.listen(0, "localhost", done))
  const { port } = server.address() as AddressInfo
  return { address: `http://localhost:${port}${path}`, close: () => void server.close() }
}
