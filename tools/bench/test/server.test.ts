import { readFile } from "node:fs/promises"
import { request } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models, pictures } from "@pami/zoo"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { type Model, PamiError } from "@pami/core"
import { explainingServer, listen } from "../src/server/explaining-server.ts"

const { onnx, labels, preprocessing } = models.scenes
let model: Model
let server: ReturnType<typeof explainingServer>
let origin: string
let picture: Uint8Array<ArrayBuffer>

const options = (model: Model) => ({ model, preprocessing, labels, activation: "softmax" as const })

beforeAll(async () => {
  model = await onnxruntimeNode().load(onnx)
  server = explainingServer({ ...options(model), maxBytes: 2e6, maxWaiting: 2, passes: 60 })
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

test("who is still sending takes a place, and gives it back when leaving, without a line in the log", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue()
  const sent = [1, 2].map(() => {
    const sending = request(`${origin}/explain`, {
      method: "POST",
      headers: { "content-length": picture.length },
    })
    sending.on("error", () => undefined)
    sending.write(picture.subarray(0, 100))
    return sending
  })
  while ((await waiting()) < 2);
  const third = await explained(picture)
  expect(third.status).toBe(503)
  expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0)
  for (const one of sent) one.destroy()
  while ((await waiting()) > 0);
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})

test("a model that fails is the server's error, reported in its log alone", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue()
  const run = async () => Promise.reject(new PamiError("MODEL_FAILED", "secret/model.onnx"))
  const failing = explainingServer(options({ ...model, run }))
  const response = await fetch(`${await listen(failing)}/explain`, { method: "POST", body: picture })
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain("secret")
  expect(log).toHaveBeenCalledOnce()
  log.mockRestore()
  failing.close()
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
