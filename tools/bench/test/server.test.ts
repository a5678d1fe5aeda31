import { readFile } from "node:fs/promises"
import { request } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models, pictures } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Model } from "@pami/core"
import { explainingServer, listen } from "../src/server/explaining-server.ts"

const { onnx, labels, preprocessing } = models.scenes
let model: Model
let server: ReturnType<typeof explainingServer>
let origin: string
let picture: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  model = await onnxruntimeNode().load(onnx)
  server = explainingServer({ model, preprocessing, labels, maxBytes: 2e6, maxWaiting: 2, passes: 60 })
  origin = await listen(server)
  picture = new Uint8Array(await readFile(pictures.scene))
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await model.dispose()
})

const explained = (body: Uint8Array<ArrayBuffer>) => fetch(`${origin}/explain`, { method: "POST", body })
const waiting = async () => ((await (await fetch(`${origin}/health`)).json()) as { waiting: number }).waiting

test("an upload is explained, and the server says meanwhile that it is well", async () => {
  const state = { done: false }
  const answer = explained(picture).finally(() => (state.done = true))
  let checks = 0
  while (!state.done) {
    expect(await waiting()).toBeLessThanOrEqual(1)
    checks++
    // Checks without a pause would take turns with the model for the processor.
    await wait(10)
  }
  expect(checks).toBeGreaterThan(5)
  const { label, score, units, map } = (await (await answer).json()) as Record<string, any>
  expect(labels).toContain(label)
  expect(score).toBeGreaterThan(0.2)
  expect(units).toEqual([96, 96])
  expect(map).toHaveLength(96 * 96)
})

test("what cannot be explained is refused with the reason", async () => {
  const text = await explained(new TextEncoder().encode("no picture at all"))
  expect(text.status).toBe(422)
  expect(await text.json()).toMatchObject({ code: "PICTURE_UNSUPPORTED" })
  expect((await explained(new Uint8Array(3e6))).status).toBe(413)
  expect((await fetch(`${origin}/elsewhere`)).status).toBe(404)
})

test("too many at once are asked to come again; those who hang up give their place back", async () => {
  const sent = [1, 2].map(() => {
    const sending = request(`${origin}/explain`, { method: "POST" })
    sending.on("error", () => undefined)
    sending.end(picture)
    return sending
  })
  while ((await waiting()) < 2);
  expect((await explained(picture)).status).toBe(503)
  for (const one of sent) one.destroy()
  while ((await waiting()) > 0);
})

test("the page on servers has this very code", async () => {
  const [code, page] = await Promise.all(
    ["../src/server/explaining-server.ts", "../../../docs/server.md"].map((file) =>
      readFile(new URL(file, import.meta.url), "utf8"),
    ),
  )
  expect(page).toContain(code)
})
