import { statSync } from "node:fs"
import { createRequire } from "node:module"
import { models } from "@pami/zoo"
import { expect, test, vi } from "vitest"
import { countedFetch, type Download } from "../../src/engine/download.ts"
import { fileSizes } from "../../src/engine/file-sizes.ts"

const chunks = (count: number, end: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 0; i < count; i++) controller.enqueue(new Uint8Array(10))
      end(controller)
    },
  })

test("the page learns the bytes of all files at a time, with their total where the host says it, until all are there", async () => {
  // Every report is due.
  let now = 0
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000))
  const answers = [
    new Response(
      chunks(2, (body) => body.close()),
      { headers: { "Content-Length": "20" } },
    ),
    new Response(
      chunks(1, (body) => body.close()),
      { headers: { "Content-Length": "3", "Content-Encoding": "br" } },
    ),
    new Response(chunks(1, (body) => body.close())),
  ]
  vi.stubGlobal("fetch", async () => answers.shift())
  const told: (Download | null)[] = []
  const fetchFile = countedFetch((download) => told.push(download))
  for (const [name, size] of [["plain"], ["compressed", 10], ["unknown"]] as const) {
    await (await fetchFile(name, size)).arrayBuffer()
    await expect.poll(() => told.at(-1)).toBe(null)
  }
  expect(told).toEqual([
    { received: 10, total: 20 },
    { received: 20, total: 20 },
    null,
    { received: 10, total: 10 },
    null,
    { received: 10, total: null },
    null,
  ])
})

test("a download that breaks off is over, and its reader learns of it", async () => {
  vi.stubGlobal("fetch", async () => new Response(chunks(1, (body) => body.error(new Error("gone")))))
  const told: (Download | null)[] = []
  const response = await countedFetch((download) => told.push(download))("file", 20)
  await expect(response.arrayBuffer()).rejects.toThrow("gone")
  await expect.poll(() => told.at(-1)).toBe(null)
})

test("the sizes that the page knows are those of the files", () => {
  const { resolve } = createRequire(import.meta.url)
  const size = (file: string | URL) => statSync(file).size
  const human = resolve("@vladmandic/human").replace(/dist[^]*/, "models/centernet")
  expect({
    runtime: size(resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm")),
    sceneObjects: size(models["scenes-detect"].onnx),
    everydayObjects: { graph: size(`${human}.json`), weights: size(`${human}.bin`) },
  }).toEqual(fileSizes)
})
