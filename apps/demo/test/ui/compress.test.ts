import { randomBytes } from "node:crypto"
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { createServer, request, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, test } from "vitest"
import { compress } from "../../compress.ts"
import { host } from "../../host.ts"

const code = "export const map = [0, 1, 2, 3]\n".repeat(100)
let folder: string
let server: ReturnType<typeof createServer>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-compress-"))
  await mkdir(join(folder, "assets"))
  await writeFile(join(folder, "assets/code.js"), code)
  await writeFile(join(folder, "assets/tiny.css"), "a{}")
  await writeFile(join(folder, "assets/noise.onnx"), randomBytes(5000))
  expect(await compress(folder)).toBe(2)
  const files = host(folder, true)
  server = createServer((asked, answer) => files(asked, answer, () => void answer.writeHead(404).end()))
  await new Promise<void>((done) => server.listen(0, "localhost", done))
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** Node's own `fetch` would decompress the answer. */
async function ask(headers: Readonly<Record<string, string>>, method = "GET") {
  const { port } = server.address() as AddressInfo
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request({ host: "localhost", port, path: "/assets/code.js", method, headers }, resolve)
      .on("error", reject)
      .end(),
  )
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) }
}

test("copies lie beside files that become smaller by it", async () => {
  expect((await readdir(join(folder, "assets"))).toSorted()).toEqual([
    "code.js",
    "code.js.br",
    "code.js.gz",
    "noise.onnx",
    "tiny.css",
  ])
})

test("a browser gets the copy that it can read, under the headers of the file", async () => {
  const brotli = await ask({ "Accept-Encoding": "gzip, deflate, br" })
  expect(brotli.headers).toMatchObject({
    "content-encoding": "br",
    "content-type": "text/javascript",
    "cache-control": "max-age=31536000, immutable",
    vary: "Accept-Encoding",
  })
  expect(brotliDecompressSync(brotli.body).toString()).toBe(code)
  const gzip = await ask({ "Accept-Encoding": "gzip" })
  expect(gzip.headers["content-encoding"]).toBe("gzip")
  expect(gunzipSync(gzip.body).toString()).toBe(code)
  const plain = await ask({})
  expect(plain.headers["content-encoding"]).toBeUndefined()
  expect(plain.body.toString()).toBe(code)
})

test("the headers alone, and a part of the file, are sent as well", async () => {
  const head = await ask({ "Accept-Encoding": "br" }, "HEAD")
  expect(head.headers["content-encoding"]).toBe("br")
  expect(head.body).toHaveLength(0)
  const part = await ask({ Range: "bytes=7-11" })
  expect([part.status, part.body.toString()]).toEqual([206, "const"])
})
