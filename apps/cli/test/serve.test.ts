import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { models } from "@pami/zoo"
import { expect, test } from "vitest"
import { run } from "../src/program.ts"
import { pami } from "./fixtures.ts"

test("a device that is absent is refused before the server starts", async () => {
  // Of another platform.
  const name = `onnxruntime-node:${process.platform === "linux" ? "dml" : "cuda"}`
  const folder = dirname(fileURLToPath(models.reviews.onnx.href))
  expect(await pami(["serve", folder, "--port", "0", "--backend", name])).toMatchObject({
    status: 4,
    stdout: "",
    stderr: expect.stringContaining(`--backend ${name}: onnxruntime-node has `),
  })
})

test("Ctrl-C lets a running explanation end, and says that the process must wait for it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pami-"))
  await cp(dirname(fileURLToPath(models.reviews.onnx.href)), join(folder, "reviews"), { recursive: true })
  const stop = new AbortController()
  const unsaved: boolean[] = []
  let status: Promise<number> | undefined
  const url = await new Promise<string>((resolve) => {
    status = run(["serve", folder, "--port", "0", "--quiet"], {
      stdout: (text) => resolve(text.trim()),
      stderr: () => {},
      terminal: false,
      signal: stop.signal,
      setUnsaved: (now) => unsaved.push(now),
    })
  })
  const asked = fetch(`${url}/v1/explain`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "A good film." }),
  })
  const health = async () => await (await fetch(`${url}/health`)).json()
  await expect.poll(health).toMatchObject({ active: 1 })
  expect(unsaved).toEqual([])
  stop.abort()
  expect((await asked).status).toBe(200)
  expect(await status).toBe(130)
  expect(unsaved).toEqual([true])
  await rm(folder, { recursive: true })
})
