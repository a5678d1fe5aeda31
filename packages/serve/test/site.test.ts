import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync } from "node:zlib"
import { models } from "@pami/zoo"
import { Validator } from "@seriousme/openapi-schema-validator"
import { afterAll, beforeAll, expect, test } from "vitest"
import { serve } from "../src/index.ts"
import type { RunningServer } from "../src/index.ts"

const backends = [{ module: import.meta.resolve("@pami/onnxruntime-node") }]
let root: string
let folder: string
let site: string
let server: RunningServer

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pami-site-"))
  ;[folder, site] = [join(root, "models"), join(root, "site")]
  for (const name of ["scenes", "scenes-caption"] as const)
    await cp(new URL(`../../zoo/models/${name}/`, import.meta.url), join(folder, name), { recursive: true })
  // Of TensorFlow.js, with its weights in another file.
  await cp(join(folder, "scenes"), join(folder, "webby"), { recursive: true })
  await rm(join(folder, "webby", "model.onnx"))
  await cp(fileURLToPath(models.scenes.onnx.href), join(folder, "alone.onnx"))
  await writeFile(join(folder, "labels.txt"), "a\nb\n")
  await writeFile(join(folder, "broken.onnx"), "no model")
  await writeFile(join(folder, "secret.txt"), "secret")
  await writeFile(join(folder, "scenes", ".env"), "secret")
  await mkdir(join(site, "assets"), { recursive: true })
  await writeFile(join(site, "index.html"), "<!doctype html><html><head><title>Site</title></head></html>")
  await writeFile(join(site, "headers.json"), '{"Content-Security-Policy":"default-src \'none\'"}')
  await writeFile(join(site, "assets", "a-1.js"), "export {}")
  await writeFile(join(site, "assets", "a-1.js.br"), brotliCompressSync("export {}"))
  await writeFile(join(site, ".npmrc"), "secret")
  server = await serve({ models: folder, backends, port: 0, site })
})

afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true })
})

const get = async (path: string, headers = {}) => await fetch(server.url + path, { headers })

async function filesOf(name: string): Promise<{ path: string; size: number }[]> {
  return ((await (await get(`/v1/models/${name}/files`)).json()) as { files: [] }).files
}

async function problemOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { readonly error: { code: string; message: string } }
  return `${response.status} ${error.code}: ${error.message}`
}

/** Sends a path as it is: `fetch` would shorten it. */
async function getRaw(path: string): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1")
    let all = ""
    socket.on("data", (data) => (all += data.toString("latin1")))
    socket.on("close", () => resolve(all))
    socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)
  })
}

test("the page is marked, and it and its files have the headers of the build", async () => {
  for (const path of ["/", "/index.html?a=b"]) {
    const page = await get(path)
    expect(page.headers.get("content-type")).toMatch(/^text\/html/)
    expect(page.headers.get("content-security-policy")).toBe("default-src 'none'")
    expect(await page.text()).toMatch(/<head>\s*<meta name="pami-server"[^]*<title>Site/)
  }
  const script = await get("/assets/a-1.js", { "accept-encoding": "gzip, br" })
  expect(script.headers.get("content-type")).toMatch(/javascript/)
  expect(script.headers.get("content-security-policy")).toBe("default-src 'none'")
  expect(script.headers.get("cache-control")).toMatch(/immutable/)
  expect(script.headers.get("vary")).toMatch(/accept-encoding/i)
  expect([script.headers.get("content-encoding"), await script.text()]).toEqual(["br", "export {}"])
  const plain = await get("/assets/a-1.js", { "accept-encoding": "identity" })
  expect(plain.headers.get("content-encoding")).toBeNull()
  expect(await problemOf(await get("/assets/b-2.js"))).toMatch(/^404 ROUTE_NOT_FOUND/)
})

test("the files of a model are those that an explanation needs, to the byte", async () => {
  const near = ["config.json", "labels.txt", "preprocessor_config.json"]
  expect((await filesOf("scenes")).map(({ path }) => path).toSorted()).toEqual(
    [...near, "model.onnx"].toSorted(),
  )
  expect((await filesOf("webby")).map(({ path }) => path).toSorted()).toEqual(
    [...near, "model.json", "weights.bin"].toSorted(),
  )
  expect((await filesOf("alone")).map(({ path }) => path)).toEqual(["alone.onnx", "labels.txt"])
  expect((await filesOf("scenes-caption")).map(({ path }) => path)).toEqual(
    expect.arrayContaining(["encoder/model.onnx", "decoder/model.onnx", "encoder/tokenizer.json"]),
  )
  for (const { path, size } of await filesOf("webby")) {
    const response = await get(`/v1/models/webby/files/${path}`)
    expect(response.headers.get("content-length")).toBe(String(size))
    expect(response.headers.get("content-type")).toBe("application/octet-stream")
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin")
    const own = await readFile(join(folder, "webby", path))
    expect(own.equals(new Uint8Array(await response.arrayBuffer()))).toBe(true)
  }
})

test.each([
  "/v1/models/scenes/files/.env",
  "/v1/models/alone/files/secret.txt",
  "/v1/models/alone/files/scenes/model.onnx",
  "/v1/models/scenes/files/../secret.txt",
  "/v1/models/scenes/files/..%2fsecret.txt",
  "/v1/models/scenes/files/%2e%2e/alone.onnx",
  "/v1/models/..%2fsite/files/index.html",
  "/v1/models/scenes/files//etc/passwd",
  "/../models/secret.txt",
  "/..%2fmodels%2fsecret.txt",
  "/.npmrc",
  "/models/secret.txt",
])("%s is not served", async (path) => {
  const answer = await getRaw(path)
  expect(answer).toMatch(/^HTTP\/1\.1 404 [^]*_NOT_FOUND/)
  expect(answer).not.toMatch(/\r\n\r\nsecret|root:/)
})

test("a model that is broken says so, and one whose weights are missing or hidden", async () => {
  expect(await problemOf(await get("/v1/models/broken/files"))).toMatch(
    /^500 MODEL_UNRECOGNIZED: broken\.onnx is not an ONNX model/,
  )
  const name = async (weights: string) => {
    const file = join(folder, "webby", "model.json")
    const json = JSON.parse(await readFile(file, "utf8")) as { weightsManifest: { paths: string[] }[] }
    json.weightsManifest[0].paths = [weights]
    await writeFile(file, JSON.stringify(json))
    return await problemOf(await get("/v1/models/webby/files"))
  }
  await writeFile(join(folder, "webby", ".hidden"), "secret")
  expect(await name("none.bin")).toMatch(/FILE_NOT_FOUND: none\.bin, which holds weights of model\.json/)
  expect(await name(".hidden")).toMatch(/WEIGHTS_OUTSIDE: \.hidden is hidden/)
  expect(await name("../secret.txt")).toMatch(/WEIGHTS_OUTSIDE: model\.json has weights in/)
  for (const weights of ["none.bin", ".hidden", "../secret.txt"])
    expect((await get(`/v1/models/webby/files/${encodeURIComponent(weights)}`)).status).not.toBe(200)
})

test("a link that takes the place of a listed file is not followed", async () => {
  await cp(join(folder, "scenes"), join(folder, "..", "changing", "one"), { recursive: true })
  await using own = await serve({ models: join(folder, "..", "changing"), backends, port: 0, site })
  const file = `${own.url}/v1/models/one/files/labels.txt`
  await fetch(`${own.url}/v1/models/one/files`)
  const labels = join(folder, "..", "changing", "one", "labels.txt")
  // A file that grows is sent as it is now.
  await appendFile(labels, "more\n")
  expect(await (await fetch(file)).text()).toMatch(/more\n$/)
  await rm(labels)
  await symlink(join(folder, "secret.txt"), labels)
  expect(await problemOf(await fetch(file))).toMatch(/^404 MODEL_FILE_NOT_FOUND: labels\.txt was moved/)
})

test("the page needs no token, and the models and their files do", async () => {
  await using own = await serve({ models: folder, backends, port: 0, host: "0.0.0.0", token: "secret", site })
  const address = own.url.replace("0.0.0.0", "127.0.0.1")
  const statusOf = async (path: string, headers = {}) => (await fetch(address + path, { headers })).status
  expect(await statusOf("/")).toBe(200)
  expect(await statusOf("/assets/a-1.js")).toBe(200)
  for (const path of ["/v1/models", "/v1/models/scenes/files", "/v1/models/scenes/files/labels.txt"]) {
    expect(await statusOf(path)).toBe(401)
    expect(await statusOf(`${path}?token=secret`)).toBe(401)
    expect(await statusOf(path, { authorization: "Bearer secret" })).toBe(200)
  }
})

test("without a site no file is served, and a folder without one is refused", async () => {
  await using own = await serve({ models: folder, backends, port: 0 })
  for (const path of ["/", "/v1/models/scenes/files", "/v1/models/scenes/files/labels.txt"])
    expect(await problemOf(await fetch(own.url + path))).toMatch(/^404 ROUTE_NOT_FOUND/)
  await expect(serve({ models: folder, backends, port: 0, site: folder })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  })
})

test("the interface with its files is valid OpenAPI", async () => {
  const document = (await (await get("/openapi.json")).json()) as Record<string, unknown>
  expect(await new Validator().validate(document)).toEqual({ valid: true })
  expect(Object.keys(document["paths"] as object)).toContain("/v1/models/{name}/files/{path}")
})
