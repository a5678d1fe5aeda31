import { copyFileSync, cpSync, readFileSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { writeBlocks } from "@pami/examples/blocks"
import { models, pictures } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"

// The code that a platform would call is called here instead, with what the platform would give it.
const folder = fileURLToPath(new URL("../.examples/handlers/", import.meta.url))
const before = process.cwd()
const blocks = writeBlocks(folder)
const picture = readFileSync(pictures.scene)

beforeAll(() => {
  // With its labels and its preprocessing beside it.
  const model = dirname(fileURLToPath(models.scenes.onnx))
  cpSync(model, folder, { recursive: true })
  cpSync(model, join(folder, "models"), { recursive: true })
  copyFileSync(join(folder, "model.onnx"), join(folder, "models/squeezenet.onnx"))
  // The programs name their models by paths from the working directory.
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

test("the handler of the page about Lambda answers an upload with a figure", async () => {
  const { handler } = await program("docs/platforms/lambda.md", "handler")
  const { statusCode, headers, body, isBase64Encoded } = await handler({ body: picture.toString("base64") })
  expect(statusCode).toBe(200)
  expect(headers).toEqual({ "content-type": "image/png", "x-class": "mushroom" })
  expect(isBase64Encoded).toBe(true)
  expectPng(Buffer.from(body, "base64"))
})

test("the route of the page about Next.js answers an upload with a figure", async () => {
  const { POST } = await program("docs/platforms/next.md", "POST")
  const response = await POST(new Request("http://localhost/explain", { method: "POST", body: picture }))
  expect(response.headers.get("content-type")).toBe("image/png")
  expectPng(new Uint8Array(await response.arrayBuffer()))
})

test("the function of the page about Electron returns a figure of a file", async () => {
  const { explainFile } = await program("docs/platforms/electron.md", "explainFile")
  expectPng(await explainFile(fileURLToPath(pictures.scene)))
})

/** Loads the program of a page that exports a name. */
function program(page: string, name: string): Promise<any> {
  const block = blocks.find(
    (one) => one.page === page && new RegExp(`export .*function ${name}\\b`).test(one.code),
  )
  return import(pathToFileURL(block!.path).href)
}

function expectPng(bytes: Uint8Array): void {
  expect(Buffer.from(bytes.subarray(0, 8)).toString("latin1")).toBe("\x89PNG\r\n\x1a\n")
}
