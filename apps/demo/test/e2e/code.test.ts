import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { explainer } from "@pami/explainer"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { models, samples } from "@pami/zoo"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { build } from "vite"
import { codeForKind, type DrawnKind } from "../../src/ui/kinds/logic/code-for-kind.ts"
import { codeForMap } from "../../src/ui/logic/code-for-map.ts"
import { defaults } from "../../src/ui/logic/settings.ts"
import { browserPath, openSite, publish } from "./site.ts"
import { patience, scene } from "./steps.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
const { reviews, signals, loans, scenes } = models
const text = "It's slow, but the story is truly wonderful."
const names = ["signal.npy", "own.onnx", "review.onnx", "tokenizer.json", "tokenizer_config.json"]
const typed = { kind: "text", texts: { text }, name: "typed text" } as const

const own = {
  isTfjs: false,
  labels: null,
  tokenizer: null,
  tokenizerConfig: null,
  preset: null,
  preprocessor: null,
  activation: null,
}
const kind = (drawn: Omit<DrawnKind, "areClasses">) => codeForKind({ ...drawn, areClasses: true }).browser!

/** Code of the page for a browser, and how the map is made in Node. */
const cases: Readonly<Record<string, { readonly code: string; readonly map: () => Promise<Float32Array> }>> =
  {
    text: {
      code: kind({
        model: { entry: "reviews" },
        input: typed,
        ownInput: true,
        options: {},
        choice: { target: 1, versus: 0 },
      }),
      map: async () => {
        const explain = await explainer(reviews.onnx.href, { backend: onnxruntimeWeb() })
        return (await explain({ text }, { target: 1, versus: 0 })).map()
      },
    },
    table: {
      code: kind({
        model: { entry: "loans" },
        input: { kind: "file", bytes: new Uint8Array(0), name: "rows.csv" },
        ownInput: false,
        options: { row: 2, passes: 40 },
        choice: 0,
      }),
      map: async () => {
        const { onnx, activation, columns } = loans
        const explain = await explainer(onnx.href, { backend: onnxruntimeWeb(), activation, columns })
        return (await explain(samples.rows.href, { row: 2, passes: 40, target: 0 })).map()
      },
    },
    "own-series": {
      code: kind({
        model: { ...own, file: "own.onnx", activation: signals.activation },
        input: { kind: "file", bytes: new Uint8Array(0), name: "signal.npy" },
        ownInput: true,
        options: { units: "channels" },
        choice: 1,
      }),
      map: async () => {
        const explain = await explainer(signals.onnx.href, {
          backend: onnxruntimeWeb(),
          activation: signals.activation,
        })
        return (await explain(samples.signal.href, { units: "channels", target: 1 })).map()
      },
    },
    "own-text": {
      code: kind({
        model: {
          ...own,
          file: "review.onnx",
          tokenizer: "tokenizer.json",
          tokenizerConfig: "tokenizer_config.json",
        },
        input: typed,
        ownInput: true,
        options: { mask: "delete" },
        choice: 1,
      }),
      map: async () => {
        const explain = await explainer(reviews.onnx.href, { backend: onnxruntimeWeb() })
        return (await explain({ text }, { mask: "delete", target: 1 })).map()
      },
    },
    image: {
      code: codeForMap({
        model: null,
        backend: "onnxruntime-web:wasm",
        preset: "scenes",
        image: "scene.png",
        settings: { ...defaults.settings, strategy: "grid", passes: 60 },
        target: "butterfly",
        versus: null,
      }).browser,
      map: async () => {
        const { onnx, labels, preprocessing } = scenes
        const explain = await explainer(onnx.href, { backend: onnxruntimeWeb(), labels, preprocessing })
        const { map } = await explain(scene, { target: "butterfly", strategy: "grid", passes: 60 })
        return map()
      },
    },
  }

describe.runIf(browserPath !== undefined)("code for a browser", { timeout: 2 * patience }, () => {
  let page: Page
  let origin: string
  const closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    // Below this package, from which every package of the workspace is in reach.
    const folder = await mkdtemp(join(root, ".examples-"))
    closing.push(() => rm(folder, { recursive: true }))
    await mkdir(join(folder, "public"))
    const files = [samples.signal, signals.onnx, reviews.onnx, reviews.tokenizer, reviews.tokenizerConfig]
    await Promise.all([
      copyFile(scene, join(folder, "public/scene.png")),
      ...files.map(({ href }, index) => copyFile(fileURLToPath(href), join(folder, "public", names[index]))),
      ...Object.entries(cases).flatMap(([name, { code }]) => [
        writeFile(join(folder, `${name}.js`), `${code}globalThis.drawnMap = [...${mapCallOf(code)}]\n`),
        writeFile(
          join(folder, `${name}.html`),
          `<!doctype html><script type="module" src="./${name}.js"></script>`,
        ),
      ]),
    ])
    await build({
      root: folder,
      base: "./",
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["source", "module", "browser", "development|production"] },
      worker: { format: "es" },
      build: {
        minify: false,
        reportCompressedSize: false,
        rolldownOptions: { input: Object.keys(cases).map((name) => join(folder, `${name}.html`)) },
      },
    })
    const published = await publish(join(folder, "dist"))
    closing.push(published.close)
    const site = await openSite(published)
    closing.push(site.close)
    origin = published.isolated
    ;({ page } = await site.visit("about:blank"))
  }, patience)
  afterAll(async () => {
    for (const close of closing.toReversed()) await close()
  })

  test.each(Object.keys(cases))("draws the map of Node: %s", async (name) => {
    const problems: string[] = []
    const note = (error: Error) => void problems.push(error.message)
    page.on("pageerror", note)
    await page.goto(`${origin}${name}.html`)
    await expect
      .poll(() => problems[0] ?? page.evaluate("typeof drawnMap"), { timeout: patience })
      .toBe("object")
    page.off("pageerror", note)
    const map = (await page.evaluate("drawnMap")) as number[]
    const expected = await cases[name].map()
    expect(map.length).toBe(expected.length)
    expect(Math.max(...map.map((value, index) => Math.abs(value - expected[index])))).toBe(0)
    expect(
      await page.locator("img").evaluate((image) => (image as HTMLImageElement).decode().then(() => true)),
    ).toBe(true)
  })
})

/** The call in the code that returns the map. */
function mapCallOf(code: string): string {
  return /console\.log\((map\(.*\))\.length\)/.exec(code)![1]
}
