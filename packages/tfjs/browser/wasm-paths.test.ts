import { models } from "@pami/zoo"
import { expect, test } from "vitest"
import { available, tfjs } from "../src/index.ts"

test("if the .wasm files are missing, the error says so, and another device works", async () => {
  const { href } = models.scenes.tfjs["model.json"]
  for (const message of [
    'do not load from "/nowhere"; give their address as wasmPaths',
    "load the page again with other wasmPaths",
  ]) {
    await expect(tfjs({ device: "wasm", wasmPaths: "/nowhere" }).load(href)).rejects.toMatchObject({
      code: "BACKEND_UNAVAILABLE",
      message: expect.stringContaining(message),
    })
  }
  const model = await tfjs().load(href)
  expect(model.settings["device"]).toBe("cpu")
  expect(model.findings).toMatchObject([
    { code: "DEVICE_REPLACED", message: expect.stringMatching(/"wasm".*runs on "cpu" instead/) },
  ])
  await model.dispose()
  expect(await available("cpu")).toEqual({ usable: true, version: "4.22.0" })
})
