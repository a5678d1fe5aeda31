// A server that explains uploads: POST /explain with the bytes of an image answers with the figure, a PNG.
import type { AddressInfo } from "node:net"
import { queue } from "@pami/backend-kit"
import { isPamiError } from "@pami/core"
import { models } from "@pami/zoo"
import express, { type ErrorRequestHandler } from "express"
import { explainer } from "pami"

const { onnx, labels, preprocessing } = models.scenes
// The limit holds before an image is decoded: a small file may declare an enormous one.
const explain = await explainer(onnx.href, { labels, preprocessing, passes: 300, maxPixels: 25e6 })
// One image at a time uses all processors; two at once would both be late.
const inTurn = queue()

const app = express()

// The model runs in its own threads: other requests are answered meanwhile.
app.get("/health", (_request, response) => void response.json({ ready: true }))

app.post("/explain", express.raw({ type: "image/*", limit: "10mb" }), async (request, response) => {
  const image: unknown = request.body
  if (!(image instanceof Uint8Array))
    return void response.status(415).json({ error: "expected an image, with its type as content-type" })
  // When the client leaves, its explanation ends.
  const left = new AbortController()
  response.on("close", () => left.abort())
  const { figure } = await inTurn(() => explain(image, { name: "upload", signal: left.signal }))
  response.type("png").send(Buffer.from(await figure()))
})

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  if (response.destroyed) return
  // Errors about an image, and those of express.raw, have messages for the client. The rest is for the log.
  const isImage = isPamiError(error) && error.code.startsWith("PICTURE_")
  const status: number = isImage ? 422 : (error.status ?? 500)
  if (status >= 500) console.error(error)
  response.status(status).json({ error: status < 500 ? error.message : "the server's log has the reason" })
}
app.use(answerError)

const server = app.listen(Number(process.env["PORT"] ?? 3000), () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}`)
})
