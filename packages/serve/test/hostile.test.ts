import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { loadExplanation } from "@pami/recipe"
import { models, pictures } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import { serve } from "../src/index.ts"
import type { ExplanationDocument, RunningServer } from "../src/index.ts"

const backends = [{ module: import.meta.resolve("@pami/onnxruntime-node") }]
const picture = await readFile(fileURLToPath(pictures.scene.href))
let folder: string
let server: RunningServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-hostile-"))
  for (const name of ["scenes", "reviews"] as const)
    await cp(dirname(fileURLToPath(models[name].onnx.href)), join(folder, name), { recursive: true })
  await writeFile(join(folder, "broken.onnx"), "no model")
  server = await serve({ models: folder, backends, port: 0 })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function post(body: BodyInit, headers: Record<string, string> = {}, path = "/v1/explain") {
  return await fetch(server.url + path, { method: "POST", headers, body })
}

async function postJson(body: unknown, path?: string): Promise<Response> {
  return await post(JSON.stringify(body), { "content-type": "application/json" }, path)
}

async function problemOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { readonly error: { code: string; message: string } }
  return `${response.status} ${error.code}: ${error.message}`
}

/** Sends bytes as they are. Returns the answer as far as it came. */
async function sendRaw(text: string): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1")
    let all = ""
    socket.on("data", (data) => (all += data.toString()))
    socket.on("error", () => {})
    socket.on("close", () => resolve(all))
    socket.write(text)
  })
}

function form(...parts: readonly [name: string, value: string | Blob][]): FormData {
  const data = new FormData()
  for (const [name, value] of parts) data.append(name, value)
  return data
}

test("no answer names the folder of the models", async () => {
  const request = { model: "reviews", text: "A good film.", options: { passes: 5 } }
  const text = await (await postJson(request)).text()
  expect(text).not.toContain(folder)
  const { recipe, manifest } = JSON.parse(text) as ExplanationDocument
  expect(recipe).toMatchObject({ tokenizer: "reviews/tokenizer.json" })
  expect(manifest.extra).toMatchObject({ model: "reviews/model.onnx", recipe })
  const saved = await (await postJson(request, "/v1/explain?format=npz")).arrayBuffer()
  expect(loadExplanation(new Uint8Array(saved)).extra).toEqual(manifest.extra)
})

test("JSON of millions of values is refused before it is parsed", async () => {
  const many = `{"model":"reviews","text":"a","options":[${"[],".repeat(1e6)}[]]}`
  expect(await problemOf(await post(many, { "content-type": "application/json" }))).toMatch(
    /^400 REQUEST_INVALID: the body: JSON of at most 10000 values/,
  )
  expect(await problemOf(await post(form(["options", many])))).toMatch(/^4\d\d /)
})

test("the commas and quotes of a text do not count as values", async () => {
  const text = `Good, "so" good \\, ${",".repeat(15_000)}`
  expect((await postJson({ model: "reviews", text, options: { passes: 1 } })).status).toBe(200)
})

test("a large file in base64 is taken, and other characters are refused", async () => {
  const ask = async (base64: string) => await postJson({ model: "scenes", input: { name: "a.png", base64 } })
  const large = Buffer.alloc(8 * 2 ** 20).toString("base64")
  expect(await problemOf(await ask(large))).toMatch(/^422 INPUT_UNRECOGNIZED/)
  expect(await problemOf(await ask("a b!"))).toMatch(/^400 REQUEST_INVALID: input\.base64/)
})

test("options of a form may declare that they are JSON", async () => {
  const options = new Blob(['{"passes":3}'], { type: "application/json" })
  const body = `--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nreviews\r\n--x\r\ncontent-disposition: form-data; name="text"\r\n\r\ngood film\r\n--x\r\ncontent-disposition: form-data; name="options"\r\ncontent-type: ${options.type}\r\n\r\n${await options.text()}\r\n--x--\r\n`
  const response = await post(body, { "content-type": "multipart/form-data; boundary=x" })
  expect(response.status).toBe(200)
})

const multipart = { "content-type": "multipart/form-data; boundary=x" }
const json = { "content-type": "application/json" }
test.each<[what: string, body: BodyInit, headers: Record<string, string>, says: RegExp]>([
  ["a form without a boundary", "--x--", { "content-type": "multipart/form-data" }, /^400 .*Boundary/],
  [
    "a form that is cut",
    '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb',
    multipart,
    /^400 .*end of multipart data/,
  ],
  ["a field given twice", form(["model", "a"], ["model", "b"]), {}, /^400 .*model: once/],
  ["two files", form(["input", new Blob(["a"])], ["input", new Blob(["b"])]), {}, /^400 .*one file/],
  ["a text that would be cut", form(["text", "é".repeat(600_000)]), {}, /^413 .*text: at most/],
  ["a field with a long name", form(["x".repeat(9000), "a"]), {}, /^400 .{0,200}$/],
  ["another type", "<a/>", { "content-type": "application/xml" }, /^400 .*or JSON .*got application\/xml/],
  ["a key that changes objects", '{"texts":{"__proto__":"a"}}', json, /^400 REQUEST_INVALID: texts/],
  ["a form of another site's page", form(["text", "a"]), { origin: "http://evil.example" }, /^403 ORIGIN_/],
  ["a page without an address", form(["text", "a"]), { origin: "null" }, /^403 ORIGIN_UNKNOWN/],
  ["a page of this machine", form(["text", "a"]), { origin: "http://localhost:3000" }, /^400 .*model is/],
  ["a model that is broken", form(["model", "broken"], ["text", "a"]), {}, /^500 MODEL_UNRECOGNIZED/],
])("%s has its answer", async (_, body, headers, says) => {
  expect(await problemOf(await post(body, headers))).toMatch(says)
})

test("what is not HTTP is refused with a code, and a name in capitals is known", async () => {
  expect(await sendRaw("GARBAGE\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 [^]*REQUEST_INVALID/)
  expect(await sendRaw("GET /%ff HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 400 [^]*REQUEST_INVALID/,
  )
  const get = "GET /health HTTP/1.1\r\nhost: LOCALHOST:1\r\nconnection: close\r\n\r\n"
  expect(await sendRaw(get)).toMatch(/^HTTP\/1\.1 200 /)
})

test("the body of an unknown address is not read", async () => {
  const head = "POST /nowhere HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
  // The body never comes.
  expect(await sendRaw(`${head}content-length: 99\r\nconnection: close\r\n\r\n`)).toMatch(/ROUTE_NOT_FOUND/)
})

test("a worker that crashes is replaced, and requests that leave the queue free their place at once", async () => {
  const own = await mkdtemp(join(tmpdir(), "pami-hostile-"))
  for (const name of ["good", "endless", "crash"]) await writeFile(join(own, `${name}.onnx`), "")
  const module = new URL("hostile-backend.ts", import.meta.url).href
  const running = await serve({
    models: own,
    backends: [{ module }],
    port: 0,
    queue: 1,
    grace: 0,
  })
  const ask = async (model: string, signal?: AbortSignal) =>
    await fetch(`${running.url}/v1/explain`, {
      method: "POST",
      body: form(
        ["input", new Blob([picture])],
        ["model", model],
        ["options", '{"passes":2,"activation":"none"}'],
      ),
      ...(signal && { signal }),
    })
  expect(await problemOf(await ask("crash"))).toMatch(/^500 INTERNAL/)
  expect((await ask("good")).status).toBe(200)
  const health = async () => await (await fetch(`${running.url}/health`)).json()
  const endless = ask("endless").catch(() => "ended")
  await expect.poll(health).toMatchObject({ active: 1 })
  const leave = new AbortController()
  const waits = ask("good", leave.signal).catch(() => "left")
  await expect.poll(health).toMatchObject({ active: 2, waiting: 1 })
  leave.abort()
  await expect.poll(health).toMatchObject({ active: 1, waiting: 0 })
  expect(await waits).toBe("left")
  await running.close()
  expect(await endless).toBe("ended")
  await rm(own, { recursive: true })
})

test("links out of the folder are refused in folders, too, and links that lead nowhere are left out", async () => {
  const own = await mkdtemp(join(tmpdir(), "pami-hostile-"))
  await cp(join(folder, "scenes"), join(own, "scenes"), { recursive: true })
  await symlink("loop.onnx", join(own, "loop.onnx"))
  await symlink(".", join(own, "scenes", "self"))
  await mkdir(join(own, "empty.onnx"))
  const running = await serve({ models: own, backends, port: 0 })
  expect(running.models.map(({ name }) => name)).toEqual(["scenes"])
  await running.close()
  await writeFile(join(own, "scenes.onnx"), "")
  await expect(serve({ models: own, backends, port: 0 })).rejects.toThrow(/two .* the name scenes/)
  await rm(join(own, "scenes", "labels.txt"))
  await symlink(join(folder, "scenes", "labels.txt"), join(own, "scenes", "labels.txt"))
  await expect(serve({ models: own, backends, port: 0 })).rejects.toMatchObject({ code: "FILE_UNREADABLE" })
  await rm(own, { recursive: true })
})
