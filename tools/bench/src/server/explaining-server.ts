import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { queue } from "@pami/backend-kit"
import {
  type Activation,
  average,
  classProbability,
  explain,
  isPamiError,
  type Model,
  preferredTarget,
  topClasses,
} from "@pami/core"
import { blur, pictureInput, type Preprocessing } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { preSegmentation } from "@pami/pre-segmentation"

/** The model of the server, and the limits of uploads. */
interface Options {
  readonly model: Model
  readonly preprocessing: Preprocessing
  readonly labels: readonly string[]
  /** Activation of the outputs. Required, because a guess may differ between uploads. */
  readonly activation: Activation
  /** Largest size of an upload in bytes. Default: 10 MB. */
  readonly maxBytes?: number
  /** Largest number of pixels of an image, checked before decoding. Default: 25 million. */
  readonly maxPixels?: number
  /** Largest number of uploads in transfer or waiting; others get status 503. Default: 8. */
  readonly maxWaiting?: number
  /** Number of forward passes on masked images; more sharpen the map. Default: 500. */
  readonly passes?: number
}

/** Returns a server: `POST /explain` with an image file returns the class, its score and the map; `GET /health` the load. */
export function explainingServer(options: Options): Server {
  const { model, preprocessing, labels, activation } = options
  const { maxBytes = 10e6, maxPixels = 25e6, maxWaiting = 8, passes = 500 } = options
  // A model uses all processors for one explanation: two at once would slow each other down.
  const inTurn = queue()
  let waiting = 0

  async function explainUpload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (waiting >= maxWaiting) {
      request.resume()
      response.setHeader("retry-after", "10")
      return answer(response, 503, { error: "busy, try again later" })
    }
    // A disconnected client needs no response.
    const gone = new AbortController()
    response.on("close", () => gone.abort())
    // Counted before reading the body, which is kept in memory.
    waiting++
    try {
      const bytes = await upload(request, maxBytes)
      if (bytes === undefined) return answer(response, 413, { error: `at most ${maxBytes} bytes` })
      const explanation = await inTurn(async () => {
        gone.signal.throwIfAborted()
        const picture = await decodePicture(bytes, { maxPixels })
        const [tensor] = model.inputs
        const { input } = await pictureInput({ picture, preprocessing, masking: blur(), tensor })
        const partitioner = preSegmentation()
        return explain({
          model,
          input,
          target: classProbability({ activation, classes: topClasses(1) }),
          partitioner,
          passes,
          signal: gone.signal,
        })
      })
      const { id, score } = preferredTarget(explanation)
      const map = [...average(explanation)]
      answer(response, 200, { label: labels[id as number], score, units: explanation.grids[0].shape, map })
    } catch (error) {
      if (gone.signal.aborted) return
      // Errors of images have messages that may be shown; any other error is the server's.
      if (!isPamiError(error) || !error.code.startsWith("PICTURE_")) throw error
      answer(response, 422, { error: error.message, code: error.code })
    } finally {
      waiting--
    }
  }

  // The time limit frees the places of slow clients.
  return createServer({ requestTimeout: 30_000 }, (request, response) => {
    const { method, url } = request
    if (method === "GET" && url === "/health") return answer(response, 200, { waiting })
    if (method !== "POST" || url !== "/explain") return answer(response, 404, { error: "POST /explain" })
    explainUpload(request, response).catch((error: unknown) => {
      console.error(error)
      answer(response, 500, { error: "see the server's log" })
    })
  })
}

/** Returns the body, or `undefined` if it is longer than `most` bytes. Keeps no more than that in memory. */
async function upload(request: IncomingMessage, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length <= most) chunks.push(chunk)
    // Reads to the end, because a client that is interrupted while sending never sees the response.
    else chunks.length = 0
  }
  return length <= most ? Buffer.concat(chunks) : undefined
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}

/** Starts the server and returns its address. Default of `port`: any free port. */
export async function listen(server: Server, port = 0): Promise<string> {
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port")
  return `http://127.0.0.1:${address.port}`
}
