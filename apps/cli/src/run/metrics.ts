import { createServer } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { UsageError } from "../exit-status.ts"

// Milliseconds in which the store has to answer.
const longestRead = 5000

/**
 * Serves metrics for Prometheus at `/metrics`, to all who reach this machine: they have no names of inputs.
 *
 * @returns a function that ends it
 * @throws UsageError for a port that cannot be used
 */
export async function serveMetrics(port: number, read: () => Promise<string>): Promise<() => void> {
  // One for all requests that wait, of which there may be many while the store is away.
  let reading: Promise<string> | undefined
  const answer = async () => {
    reading ??= read().finally(() => (reading = undefined))
    const late = sleep(longestRead, undefined, { ref: false }).then(() => Promise.reject(new Error("late")))
    return await Promise.race([reading, late])
  }
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end()
    answer().then(
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
