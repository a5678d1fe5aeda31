import { createServer } from "node:http"
import { UsageError } from "../exit-status.ts"

/**
 * Serves metrics for Prometheus at `/metrics`, to all who reach this machine: they have no names of inputs.
 *
 * @returns a function that ends it
 * @throws UsageError for a port that cannot be used
 */
export async function serveMetrics(port: number, read: () => Promise<string>): Promise<() => void> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end()
    read().then(
      (text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(`${text}\n`),
      () => response.writeHead(503).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ message }) => reject(new UsageError(`--metrics: ${message}: take another port`)))
    server.listen(port, resolve)
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}
