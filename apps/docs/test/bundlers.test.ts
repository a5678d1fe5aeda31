import { execFile } from "node:child_process"
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { serve } from "@pami/browser-tests/serve"
import { models, pictures } from "@pami/zoo"
import * as esbuild from "esbuild"
import { chromium } from "playwright"
import { afterAll, beforeAll, expect, test } from "vitest"
import webpack, { type Configuration } from "webpack"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const runtime = dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"))
const executablePath = findBrowser()
const [model, scene] = [models.scenes.onnx, pictures.scene].map(({ href }) => fileURLToPath(href))

let folder: string
beforeAll(() => {
  // Below this package, from which every package of the workspace is in reach.
  mkdirSync(new URL("../.examples", import.meta.url), { recursive: true })
  folder = mkdtempSync(fileURLToPath(new URL("../.examples/bundlers-", import.meta.url)))
  writeFileSync(
    join(folder, "server.mjs"),
    `import { explainer } from "pami"
await using explain = await explainer(${JSON.stringify(model)})
const { prediction, map } = await explain(${JSON.stringify(scene)}, { passes: 40 })
console.log(prediction[0].label, map().length)
`,
  )
  const page = (options: string) => `import { explainer } from "@pami/explainer"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
explainer("/model.onnx", { backend: onnxruntimeWeb(${options}), labels: "/labels.txt", preprocessing: "-1-1" })
  .then((explain) => explain("/scene.png", { passes: 40 }))
  .then(({ prediction, map }) => prediction[0].label + " " + map().length, String)
  .then((said) => (globalThis.said = said))
`
  writeFileSync(join(folder, "page.js"), page(""))
  writeFileSync(join(folder, "page-of-esbuild.js"), page('{ wasmPaths: "/ort/" }'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Returns the configuration on a page, word for word. */
async function configurationOn(page: string): Promise<Configuration> {
  const [, code] = /^```ts[^\n]*\n(export default [^]*?)^```/m.exec(
    readFileSync(join(root, "docs/platforms", page), "utf8"),
  )!
  const path = join(folder, "configuration.mjs")
  writeFileSync(path, code)
  return ((await import(pathToFileURL(path).href)) as { readonly default: Configuration }).default
}

async function pack(configuration: Configuration): Promise<void> {
  // Minimising takes most of the time, and changes nothing of what is tested.
  const optimization = { minimize: false }
  const compiler = webpack({ mode: "production", context: folder, optimization, ...configuration })!
  const stats = await promisify(compiler.run.bind(compiler))()
  await promisify(compiler.close.bind(compiler))()
  expect(stats!.toJson({ all: false, errors: true }).errors!.map(({ message }) => message)).toEqual([])
}

/** Opens a bundled page beside its files, and returns what it says. */
async function opened(out: string): Promise<string> {
  copyFileSync(model, join(out, "model.onnx"))
  copyFileSync(scene, join(out, "scene.png"))
  writeFileSync(join(out, "labels.txt"), models.scenes.labels.join("\n"))
  writeFileSync(join(out, "index.html"), '<!doctype html><script type="module" src="/page.js"></script>')
  const site = pathToFileURL(`${out}/`)
  const served = await serve((path) => new URL(`.${path}`, site), false)
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  const browser = await chromium.launch({ executablePath: executablePath!, args })
  try {
    const page = await browser.newPage()
    await page.goto(served.origin)
    await page.waitForFunction("globalThis.said")
    return (await page.evaluate("said")) as string
  } finally {
    await browser.close()
    served.close()
  }
}

const said = "mushroom 9216"

test("webpack bundles a server by the configuration of its page", async () => {
  const { output, ...configuration } = await configurationOn("webpack.md")
  const path = join(folder, "server")
  await pack({ ...configuration, entry: "./server.mjs", output: { ...output, path, filename: "server.mjs" } })
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", join(path, "server.mjs")])
  expect(stdout).toBe(`${said}\n`)
})

test.runIf(executablePath)("webpack bundles a page without an option", async () => {
  const path = join(folder, "webpack")
  await pack({ entry: "./page.js", output: { path, filename: "page.js" } })
  expect(await opened(path)).toBe(said)
})

test.runIf(executablePath)("esbuild bundles a page beside the files of the runtime", async () => {
  const path = join(folder, "esbuild")
  await esbuild.build({
    entryPoints: [join(folder, "page-of-esbuild.js")],
    bundle: true,
    format: "esm",
    outfile: join(path, "page.js"),
    logLevel: "silent",
  })
  cpSync(runtime, join(path, "ort"), {
    recursive: true,
    filter: (file) => !/\.map$|jsep|asyncify/.test(file),
  })
  expect(await opened(path)).toBe(said)
})
