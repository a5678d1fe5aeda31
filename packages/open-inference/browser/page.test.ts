import { expect, test } from "vitest"
import { openInference } from "../src/index.ts"

const x = { name: "x", datatype: "FP32", shape: [-1, 2] }
const address = "https://models.example/v2/models/twice"

/** A server that doubles numbers, in place of the network. */
const server = (exposes: boolean) => async (url: string, request: RequestInit) => {
  if (url === "https://models.example/v2") return Response.json({ extensions: ["binary_tensor_data"] })
  if (url === address) return Response.json({ name: "twice", inputs: [x], outputs: [{ ...x, name: "y" }] })
  const head = Number(new Headers(request.headers).get("inference-header-content-length"))
  const body = request.body as Uint8Array<ArrayBuffer>
  const doubled = new Float32Array(body.slice(head).buffer).map((value) => 2 * value)
  const [size, shape] = [doubled.byteLength, [doubled.length / 2, 2]]
  const json = JSON.stringify({
    outputs: [{ name: "y", datatype: "FP32", shape, parameters: { binary_data_size: size } }],
  })
  return new Response(new Blob([json, doubled]), {
    headers: exposes ? { "inference-header-content-length": String(json.length) } : {},
  })
}

const load = (exposes: boolean) => openInference({ fetch: server(exposes) as typeof fetch }).load(address)
const feeds = { x: { dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 0.1) } } as const

test("a page asks a server for numbers as bytes", async () => {
  const { y } = await (await load(true)).run(feeds)
  expect(y).toEqual({ dtype: "float32", shape: [1, 2], data: Float32Array.of(2, 0.2) })
})

test("a server that hides the header of binary answers from the page is an error that names it", async () => {
  await expect((await load(false)).run(feeds)).rejects.toMatchObject({
    code: "API_ANSWER_INVALID",
    message: expect.stringContaining("exposes the header Inference-Header-Content-Length"),
  })
})
