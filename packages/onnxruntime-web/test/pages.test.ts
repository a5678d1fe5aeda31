import { createRequire } from "node:module"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { serve } from "@pami/browser-tests/serve"
import { models } from "@pami/zoo"
import { type Browser, chromium } from "playwright"
import { build, createLogger, defaultClientConditions } from "vite"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cases } from "./bits.ts"

const executablePath = findBrowser()
if (executablePath === undefined) {
  const message = "pages are not tried out: no Chromium was found"
  if (process.env["CI"]) throw new Error(message)
  console.error(`\n*** ${message} ***\n`)
}

const root = new URL("../../../", import.meta.url)
const onnxruntime = pathToFileURL(
  join(dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm")), "/"),
)
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pami-"))
  if (executablePath === undefined) return
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  browser = await chromium.launch({ executablePath, args })
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

/** Opens a page, and returns its outcome, the number of its workers, and the servers and files that it asked for. */
async function visit(
  place: (path: string) => URL | string,
  isolated: boolean,
  { query = "", lanes = false } = {},
) {
  const served = await serve((path) => (path === "/model.onnx" ? models.scenes.onnx : place(path)), isolated)
  const page = await browser.newPage()
  const hosts = new Set<string>()
  const files: string[] = []
  page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url())
    hosts.add(origin)
    files.push(pathname)
  })
  try {
    await page.goto(`${served.origin}${lanes ? "?lanes" : query}`)
    const outcome = await page.evaluate(() => (globalThis as unknown as { outcome: Promise<object> }).outcome)
    if (lanes) await expect.poll(() => page.workers().length).toBeGreaterThanOrEqual(fewestLanes)
    const workers = page.workers().length
    await page.evaluate(() => (globalThis as unknown as { dispose?(): Promise<void> }).dispose?.())
    if (lanes) await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBe(0)
    return { outcome, workers, foreign: [...hosts].filter((host) => host !== served.origin), files }
  } finally {
    await page.close()
    served.close()
  }
}

const right = (isolated: boolean) => ({
  isolated,
  settings: { runtime: "onnxruntime-web 1.30.0", device: "wasm", optimization: "all" },
  answers: cases[0].answers,
})

const threads = Math.min(8, availableParallelism())
// A page with concurrent runs has several lanes, if it has cores for them. Lanes and their further threads are at most all
// threads; on a page that is not isolated, lanes have one thread.
const fewestLanes = Math.min(2, threads)
const mostWorkers = (isolated: boolean) => (isolated ? threads : Math.min(4, threads))

/** Serves the sources with an import map, and onnxruntime's files at its addresses. */
function plainModules(path: string): URL | string {
  const name = /^\/onnxruntime-web\/(.*)$/.exec(path)?.[1]
  if (name !== undefined) return new URL(name, onnxruntime)
  if (path !== "/index.html") return new URL(`.${path}`, root)
  const imports = {
    "@pami/core": "/packages/core/src/index.ts",
    "@pami/core/tensor": "/packages/core/src/tensor.ts",
    "@pami/backend-kit": "/packages/backend-kit/src/index.ts",
    "@pami/onnxruntime-common": "/packages/onnxruntime-common/src/index.ts",
    "#wasm": "/onnxruntime-web/ort.wasm.bundle.min.mjs",
    "onnxruntime-web/webgpu": "/onnxruntime-web/ort.webgpu.bundle.min.mjs",
  }
  return `<script type="importmap">${JSON.stringify({ imports })}</script>
    <script type="module" src="/packages/onnxruntime-web/test/page.ts"></script>`
}

const chromiumIsThere = executablePath !== undefined

describe.runIf(chromiumIsThere)("a page of plain modules", () => {
  test("finds the runtime with an import map, and asks no other server", async () => {
    const { outcome, workers, foreign, files } = await visit(plainModules, true)
    expect(outcome).toEqual(right(true))
    // Workers do not have the import map, so that only the runtime's further threads are workers.
    expect(workers).toBe(threads - 1)
    expect(foreign).toEqual([])
    expect(files).toContain("/onnxruntime-web/ort-wasm-simd-threaded.wasm")
    expect(files.join()).not.toContain("webgpu")
  })
})

describe.runIf(chromiumIsThere).each([
  ["isolated from other origins: threads", true],
  ["not isolated: one thread", false],
])("a page that is %s", (_, isolated) => {
  test("finds the runtime in a build of Vite, runs in workers until dispose, and asks no other server", async () => {
    const { site, complaints } = await built()
    expect(complaints).toEqual([])
    const place = (path: string) => new URL(`.${path}`, site)
    const { outcome, workers, foreign, files } = await visit(place, isolated, { lanes: true })
    expect(outcome).toEqual(right(isolated))
    expect(workers).toBeLessThanOrEqual(mostWorkers(isolated))
    expect(foreign).toEqual([])
    expect(files.join()).toMatch(/\/assets\/ort-wasm-simd-threaded-[\w-]+\.wasm/)
    expect(files.join()).not.toContain("asyncify")
  })
})

describe.runIf(chromiumIsThere)("a page that says where the runtime's files are", () => {
  const elsewhere = (path: string) => plainModules(path.replace("/elsewhere/", "/onnxruntime-web/"))

  test("gets them from there", async () => {
    const { outcome, files } = await visit(elsewhere, true, { query: "?wasmPaths=/elsewhere/" })
    expect(outcome).toEqual(right(true))
    expect(files).toContain("/elsewhere/ort-wasm-simd-threaded.wasm")
    expect(files).not.toContain("/onnxruntime-web/ort-wasm-simd-threaded.wasm")
  })

  test("gets an error if they are not there", async () => {
    const { outcome, foreign } = await visit(plainModules, false, { query: "?wasmPaths=/nowhere/" })
    expect(outcome).toEqual({
      code: "BACKEND_UNAVAILABLE",
      message: expect.stringMatching(/^onnxruntime-web does not start \(.*\): see that .* wasmPaths$/),
    })
    expect(foreign).toEqual([])
  })
})

let building: Promise<{ site: URL; complaints: string[] }> | undefined

/** Returns the page as a built site, and the warnings of the bundler. Built once. */
function built(): Promise<{ site: URL; complaints: string[] }> {
  return (building ??= buildSite())
}

// On a busy machine the bundler complains about the time of its plugins.
const untimed = { checks: { bundlerTimings: false } }

async function buildSite() {
  await writeFile(
    join(folder, "index.html"),
    `<script type="module" src="${fileURLToPath(new URL("page.ts", import.meta.url))}"></script>`,
  )
  const complaints: string[] = []
  const complain = (message: string) => void complaints.push(message)
  await build({
    root: folder,
    logLevel: "warn",
    customLogger: { ...createLogger("warn"), warn: complain, warnOnce: complain, error: complain },
    resolve: { conditions: ["source", ...defaultClientConditions] },
    configFile: false,
    build: { rolldownOptions: untimed },
    worker: { rolldownOptions: untimed },
  })
  return { site: pathToFileURL(join(folder, "dist/")), complaints }
}
