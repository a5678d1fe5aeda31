import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** A server on this machine in the manner of OpenAI's. */
export interface FakeApi {
  readonly url: string
  /** Bodies of the requests so far. */
  readonly requests: readonly string[]
  /** Refuses the key from a number of requests on. Default: never. */
  refuseFrom(requests: number): void
  close(): void
}

/** Starts a server without log-probabilities: its model knows where the key is if its prompt says so. */
export async function fakeApi(): Promise<FakeApi> {
  const requests: string[] = []
  let most = Infinity
  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += String(chunk)
    requests.push(body)
    const content = body.includes("key is in the hall") ? "It is in the hall." : "Nobody knows that."
    if (requests.length > most) response.statusCode = 401
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }))
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    refuseFrom: (count) => void (most = count),
    close: () => void server.close(),
  }
}
