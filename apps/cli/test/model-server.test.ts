import { readFileSync } from "node:fs"
import { join } from "node:path"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { serve, type ServerOptions, startServer } from "@pami/test-models/open-inference"
import { models } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import { flag, folder, pami } from "./fixtures.ts"

const at = folder()
let picture: string
let scenes: ServerOptions["models"][string]
beforeAll(async () => {
  picture = await flag(at)
  process.env["OPEN_INFERENCE_TOKEN"] = "hidden-token"
  scenes = serve(await onnxruntimeNode().load(models.scenes.onnx.href))
})
afterAll(() => void delete process.env["OPEN_INFERENCE_TOKEN"])

const how = ["--preset", "imagenet", "--strategy", "grid", "--passes", "16", "--no-figure", "--json"]

test("a model on a server is explained by its address, and gives the map of its file; its manifest verifies", async () => {
  await using server = await startServer({ models: { scenes }, token: "hidden-token" })
  const address = server.address("scenes")
  const maps: unknown[] = []
  for (const [place, model] of [address, models.scenes.onnx.pathname].entries()) {
    const manifest = join(at, `${place}.json`)
    const call = await pami(["explain", picture, "--model", model, ...how, "--manifest", manifest])
    expect(call.status, call.stderr).toBe(0)
    maps.push((JSON.parse(readFileSync(manifest, "utf8")) as { maps: unknown }).maps)
    if (model !== address) continue
    for (const code of ["CONTENT_UNKNOWN", "VERSION_NOT_NAMED"]) expect(call.stdout).toContain(code)
    const written = readFileSync(manifest, "utf8")
    expect(written).toContain('"open-inference"')
    expect(written).not.toContain("hidden-token")
  }
  expect(maps[0]).toEqual(maps[1])

  // A stranger's manifest may not choose where images are sent.
  const asked = server.requests.length
  const alone = await pami(["verify", join(at, "0.json")])
  expect([alone.status, server.requests.length]).toEqual([3, asked])
  expect(alone.stderr).toContain(`--model ${address}`)
  const again = await pami(["verify", join(at, "0.json"), "--model", address])
  expect(again.stdout, again.stderr).toContain("same to the last bit")
})

test("a server that breaks is an error at run time, and other servers are errors of the input", async () => {
  await using server = await startServer({
    models: { scenes },
    spoil: (outputs, infers) =>
      infers < 8 ? outputs : outputs.map((y) => ({ ...y, bytes: Buffer.alloc(y.bytes.length) })),
  })
  const explain = (model: string) =>
    pami(["explain", picture, "--model", model, "--backend", "open-inference", ...how])
  const broken = await explain(server.address("scenes"))
  expect([broken.status, broken.stderr]).toEqual([4, expect.stringContaining("HEALTH_CHECK_FAILED")])
  const missing = await explain(server.address("others"))
  expect([missing.status, missing.stderr]).toEqual([3, expect.stringContaining("FILE_NOT_FOUND")])
  const file = await explain("model.onnx")
  expect([file.status, file.stderr]).toEqual([3, expect.stringContaining("MODEL_UNRECOGNIZED")])
})

test("the backend is listed, without a format of files", async () => {
  const { stdout } = await pami(["backends", "open-inference"])
  expect(stdout).toBe("open-inference:server  ready, Open Inference Protocol 2\n")
})
