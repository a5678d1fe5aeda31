import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { pictures } from "@pami/zoo"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { start } from "./run.ts"

let server: ChildProcess
let origin: string
beforeAll(async () => {
  server = start("express-server", "server.ts", { PORT: "0" })
  const [line] = await once(server.stdout!, "data")
  origin = String(line).trim()
})
afterAll(() => server.kill())

const post = (body: Uint8Array<ArrayBuffer>, type: string) =>
  fetch(`${origin}/explain`, { method: "POST", body, headers: { "content-type": type } })

test("an upload is answered with its figure, and other requests meanwhile", async () => {
  const explained = post(new Uint8Array(await readFile(new URL(pictures.scene.href))), "image/png")
  const health = fetch(`${origin}/health`).then((answer) => answer.json())
  expect(await Promise.race([health, explained])).toEqual({ ready: true })
  const answer = await explained
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"])
  expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ format: "png" })
})

test.each([
  ["a file that is not an image", Buffer.from("no image"), "image/png", 422, /looks like text/],
  ["another type", Buffer.from("{}"), "application/json", 415, /^expected an image/],
  ["an upload that is too large", Buffer.alloc(11e6), "image/png", 413, /too large/],
])("%s gets an error as JSON", async (_, body, type, status, message) => {
  const answer = await post(new Uint8Array(body), type)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toEqual({ error: expect.stringMatching(message) })
})
