import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { cp } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { explainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models, pictures } from "@pami/zoo"
import { Validator } from "@seriousme/openapi-schema-validator"
import { afterAll, beforeAll, expect, test } from "vitest"
import { serve } from "../src/index.ts"
import type { ExplanationDocument, RunningServer } from "../src/index.ts"

const backends = [{ module: import.meta.resolve("@pami/onnxruntime-node") }]
const picture = await readFile(fileURLToPath(pictures.scene.href))
let folder: string
let server: RunningServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-serve-"))
  for (const name of ["scenes", "reviews"] as const)
    await cp(dirname(fileURLToPath(models[name].onnx.href)), join(folder, name), { recursive: true })
  server = await serve({ models: folder, backends, port: 0, workers: 1, queue: 2, maxPasses: 2000 })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

interface Problem {
  readonly error: { readonly code: string; readonly message: string }
}

/** Sends a form with the scene. */
async function explainScene(
  options: object,
  { format = "json", ...fields }: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData()
  form.set("input", new Blob([picture]), "scene.png")
  form.set("options", JSON.stringify(options))
  for (const [name, value] of Object.entries({ model: "scenes", ...fields })) form.set(name, value)
  return await fetch(`${server.url}/v1/explain?format=${format}`, { method: "POST", body: form })
}

async function post(body: unknown, query = ""): Promise<Response> {
  return await fetch(`${server.url}/v1/explain${query}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })
}

test("a map over HTTP is that of the library, to the byte", async () => {
  const response = await explainScene({ passes: 40 })
  expect(response.status).toBe(200)
  const { prediction, maps, manifest, recipe } = (await response.json()) as ExplanationDocument
  await using explain = await explainer(join(folder, "scenes"), { backend: onnxruntimeNode() })
  const own = await explain(fileURLToPath(pictures.scene.href), { passes: 40 })
  expect(prediction[0].label).toBe("mushroom")
  expect(new Float32Array(Uint8Array.from(Buffer.from(maps[0].float32, "base64")).buffer)).toEqual(own.map())
  expect(maps[0].shape).toEqual([96, 96])
  expect(manifest.maps).toEqual(own.manifest().maps)
  expect(recipe).toEqual(own.recipe)
})

test("figures, saved explanations, pages of texts and events are formats", async () => {
  const figure = await explainScene({ passes: 20 }, { format: "png" })
  expect(figure.headers.get("content-type")).toBe("image/png")
  expect(
    Buffer.from(await figure.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG")
  const saved = await explainScene({ passes: 20 }, { format: "npz" })
  expect(
    Buffer.from(await saved.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK")
  const page = await post({ model: "reviews", text: "A really good film." }, "?format=html")
  expect(page.headers.get("content-type")).toMatch("text/html")
  expect(await page.text()).toContain("really")
  const events = await (await explainScene({ passes: 20 }, { format: "events" })).text()
  expect(events).toMatch(/^event: progress\ndata: \{"passes":0,"share":0\}\n\n/)
  const [, result] = /event: result\ndata: (.*)\n\n$/.exec(events)!
  expect((JSON.parse(result) as ExplanationDocument).passes).toBe(20)
})

test("several texts, and one in base64, are inputs", async () => {
  const text = await post({
    model: "reviews",
    input: { name: "review.txt", base64: Buffer.from("The story was not wonderful.").toString("base64") },
  })
  expect(text.status).toBe(200)
  const { prediction } = (await text.json()) as ExplanationDocument
  expect(prediction[0].label).toBe("negative")
})

test.each<[what: string, body: unknown, status: number, code: string, says: RegExp]>([
  ["no JSON", "{", 400, "REQUEST_INVALID", /JSON/],
  ["no input", { model: "scenes" }, 400, "REQUEST_INVALID", /one input: .*got 0/],
  ["no model", { text: "fine" }, 400, "REQUEST_INVALID", /model is missing: one of reviews, scenes/],
  ["an unknown model", { model: "../scenes", text: "fine" }, 404, "MODEL_NOT_FOUND", /reviews, scenes/],
  ["an unknown field", { model: "reviews", txt: "fine" }, 400, "REQUEST_INVALID", /txt: unknown field/],
  [
    "an unknown option",
    { model: "reviews", text: "a", options: { pases: 3 } },
    422,
    "OPTION_INVALID",
    /options\.pases/,
  ],
  [
    "a path as a text",
    { model: "reviews", texts: { file: "/etc/passwd" } },
    400,
    "REQUEST_INVALID",
    /other than file/,
  ],
  [
    "a mask of a file",
    { model: "scenes", text: "a", options: { mask: "/etc/passwd" } },
    422,
    "OPTION_INVALID",
    /mask/,
  ],
  ["a text for a model of images", { model: "scenes", text: "/etc/passwd" }, 422, "INPUT_UNSUITABLE", /./],
  [
    "an embedding, which has no references",
    { model: "reviews", text: "a", options: { task: "embedding" } },
    422,
    "REFERENCE_MISSING",
    /a request has none.*pami explain --reference/,
  ],
  ["an empty text", { model: "reviews", text: " " }, 422, "TEXT_EMPTY", /./],
  [
    "an unknown label",
    { model: "reviews", text: "a", options: { target: "fine" } },
    422,
    "LABEL_NOT_FOUND",
    /fine/,
  ],
])("%s is refused with a code", async (_, body, status, code, says) => {
  const response = await post(body)
  const { error } = (await response.json()) as Problem
  expect([response.status, error.code], error.message).toEqual([status, code])
  expect(error.message).toMatch(says)
  expect(error.message).not.toContain(folder)
})

test("a damaged image, a file too large, too many passes and an unknown address are refused with a code", async () => {
  const codeOf = async (response: Response) => {
    const { error } = (await response.json()) as Problem
    return `${response.status} ${error.code}`
  }
  const form = new FormData()
  form.set("input", new Blob([picture.subarray(0, 500)]), "scene.png")
  form.set("model", "scenes")
  const send = async (body: FormData) => await fetch(`${server.url}/v1/explain`, { method: "POST", body })
  expect(await codeOf(await send(form))).toBe("422 PICTURE_BROKEN")
  form.set("input", new Blob([new Uint8Array(17 * 2 ** 20)]), "large.png")
  expect(await codeOf(await send(form))).toBe("413 BODY_TOO_LARGE")
  expect(await codeOf(await explainScene({ strategy: "sliding-window", stride: 1, radius: 2 }))).toBe(
    "422 PASSES_EXCEEDED",
  )
  expect(await codeOf(await fetch(`${server.url}/models/scenes/model.onnx`))).toBe("404 ROUTE_NOT_FOUND")
})

test("the health, the models, the interface and the measurements can be asked for", async () => {
  const get = async (path: string) => await (await fetch(server.url + path)).text()
  expect(JSON.parse(await get("/health"))).toEqual({ status: "ok", active: 0, waiting: 0 })
  expect(JSON.parse(await get("/v1/models"))).toEqual({ models: [{ name: "reviews" }, { name: "scenes" }] })
  // The schema of OpenAPI 3.1.
  const document = JSON.parse(await get("/openapi.json")) as Record<string, unknown>
  const checked = await new Validator().validate(document)
  expect(checked).toEqual({ valid: true })
  expect(await get("/metrics")).toMatch(/^pami_explanations_total\{model="scenes",outcome="done"\} \d+$/m)
})

test("a client that leaves ends its explanation, and more requests than the queue holds are refused", async () => {
  const long = { strategy: "sliding-window", stride: 3, radius: 12 }
  const stop = new AbortController()
  const form = new FormData()
  form.set("input", new Blob([picture]), "scene.png")
  form.set("model", "scenes")
  form.set("options", JSON.stringify(long))
  const requests = Array.from({ length: 3 }, () =>
    fetch(`${server.url}/v1/explain`, { method: "POST", body: form, signal: stop.signal }).catch(
      () => "left",
    ),
  )
  const health = async () => (await (await fetch(`${server.url}/health`)).json()) as Record<string, number>
  await expect.poll(health).toMatchObject({ active: 3, waiting: 2 })
  const refused = await explainScene({ passes: 10 })
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"])
  stop.abort()
  expect(await Promise.all(requests)).toEqual(["left", "left", "left"])
  await expect.poll(health).toMatchObject({ active: 0, waiting: 0 })
  expect((await explainScene({ passes: 10 })).status).toBe(200)
})

test("an upload that is cut is given up", async () => {
  const { port } = new URL(server.url)
  const socket = connect(Number(port), "127.0.0.1")
  socket.write(
    "POST /v1/explain HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 9999\r\n\r\n--x\r\n",
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
  for (let round = 0; round < 4; round++) expect((await explainScene({ passes: 5 })).status).toBe(200)
})

test("a page of another site cannot have its name lead here", async () => {
  const { port } = new URL(server.url)
  const text = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), "127.0.0.1")
    let all = ""
    socket.on("data", (data) => (all += data.toString()))
    socket.on("close", () => resolve(all))
    socket.write("GET /v1/models HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
  })
  expect(text).toMatch(/^HTTP\/1\.1 421 /)
  expect(text).toContain("HOST_UNKNOWN")
})

test("with a token, all but the health needs it", async () => {
  await using own = await serve({ models: folder, backends, port: 0, host: "0.0.0.0", token: "secret" })
  const address = own.url.replace("0.0.0.0", "127.0.0.1")
  const statusOf = async (path: string, token?: string) =>
    (
      await fetch(
        address + path,
        token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
      )
    ).status
  expect(await statusOf("/health")).toBe(200)
  expect(await statusOf("/v1/models")).toBe(401)
  expect(await statusOf("/v1/models", "other")).toBe(401)
  expect(await statusOf("/v1/models", "secret")).toBe(200)
})

test("an open address without a token, an empty folder and a link out of it are refused at the start", async () => {
  await expect(serve({ models: folder, backends, host: "0.0.0.0" })).rejects.toThrow(/give a token/)
  const empty = await mkdtemp(join(tmpdir(), "pami-serve-"))
  await expect(serve({ models: empty, backends })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  await writeFile(join(empty, "notes.txt"), "")
  await copyFile(fileURLToPath(models.scenes.onnx.href), join(folder, "..", "pami-outside.onnx"))
  await symlink(join(folder, "..", "pami-outside.onnx"), join(empty, "scenes.onnx"))
  await expect(serve({ models: empty, backends })).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
  await rm(join(folder, "..", "pami-outside.onnx"))
  await rm(empty, { recursive: true })
})
