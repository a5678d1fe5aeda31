import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { decodeNpy } from "@pami/image"
import { models, samples } from "@pami/zoo"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { MapChoice } from "@pami/explainer"
import type { KindInput, KindOptions } from "../../src/engine/kinds/contract.ts"
import { createKindsEngine } from "../../src/engine/kinds/engine.ts"
import { openFolder } from "../../src/engine/kinds/open-folder.ts"
import { codeForKind } from "../../src/ui/kinds/logic/code-for-kind.ts"

const cli = fileURLToPath(new URL("../../../cli", import.meta.url))
const run = promisify(execFile)
const read = async ({ href }: { readonly href: string }) =>
  new Uint8Array(await readFile(fileURLToPath(href)))

let folder: string
const engine = createKindsEngine({ open: openFolder })
beforeAll(async () => {
  // As installed: `pami`, and beside it what it depends on.
  folder = await mkdtemp(join(tmpdir(), "pami-code-"))
  await mkdir(join(folder, "node_modules"))
  await symlink(cli, join(folder, "node_modules/pami"))
  await symlink(join(cli, "node_modules/@pami"), join(folder, "node_modules/@pami"))
})
afterAll(async () => {
  await engine.dispose()
  await rm(folder, { recursive: true })
})

interface Case {
  readonly entry: "reviews" | "loans"
  readonly input: () => Promise<KindInput>
  readonly options: KindOptions
  readonly choice: MapChoice
}

const cases: readonly Case[] = [
  {
    entry: "reviews",
    input: async () => ({
      kind: "text",
      texts: { text: "It's slow, but the story is truly wonderful." },
      name: "typed text",
    }),
    options: {},
    choice: { target: 1, versus: 0 },
  },
  {
    entry: "loans",
    input: async () => ({ kind: "file", bytes: await read(samples.rows), name: "rows.csv" }),
    options: { row: 2, background: "sample:3", passes: 40 },
    choice: 0,
  },
]

test.each(cases)("the code for $entry draws the map of the page", async ({ entry, input, ...chosen }) => {
  const given = await input()
  await engine.load({
    name: entry,
    model: ["model.onnx"],
    files: { "model.onnx": await read(models[entry].onnx), ...(await besideOf(entry)) },
    backend: "onnxruntime-web:wasm",
    known: { labels: models[entry].labels, options: optionsOf(entry) },
  })
  await engine.explain(given, chosen.options, () => undefined)
  const [{ values }] = await engine.read([chosen.choice])
  const drawn = { model: { entry }, input: given, ownInput: given.kind === "text", areClasses: true }
  const { node, browser, cli: command } = codeForKind({ ...drawn, ...chosen })
  expect(browser).toContain('from "@pami/onnxruntime-web"')

  const lines = `${node}console.log(JSON.stringify([...map()]))\nawait explain.dispose()`
  const here = { cwd: folder }
  const program = `"${process.execPath}" -C source node_modules/pami/src/main.ts`
  const [{ stdout }] = await Promise.all([
    run(
      process.execPath,
      ["-C", "source", "--input-type=module", "-e", lines.replace("await using", "const")],
      here,
    ),
    run(
      "sh",
      ["-c", `${command!.trim().replace("npx pami", program)} --map ${entry}.npy --no-figure --quiet`],
      here,
    ),
  ])
  expect(farthest(JSON.parse(stdout.trim().split("\n").at(-1)!) as number[], values)).toBeLessThan(1e-4)
  const map = decodeNpy(await readFile(join(folder, `${entry}.npy`))).data as Float32Array
  expect(farthest([...map], values)).toBeLessThan(1e-4)
})

async function besideOf(entry: Case["entry"]) {
  if (entry === "loans") return {}
  const { config, tokenizer, tokenizerConfig } = models.reviews
  return {
    "config.json": await read(config),
    "tokenizer.json": await read(tokenizer),
    "tokenizer_config.json": await read(tokenizerConfig),
  }
}

function optionsOf(entry: Case["entry"]): KindOptions {
  return entry === "loans" ? { activation: "softmax", columns: models.loans.columns } : {}
}

function farthest(a: readonly number[], b: Float32Array): number {
  expect(a.length).toBe(b.length)
  return Math.max(...a.map((value, index) => Math.abs(value - b[index])))
}

test("an own model is named with its files: in a browser with all that Node looks for", () => {
  const { node, browser, cli } = codeForKind({
    model: {
      file: "season.onnx",
      isTfjs: false,
      labels: "season names.txt",
      tokenizer: null,
      tokenizerConfig: null,
      preset: null,
      preprocessor: null,
      activation: "none",
    },
    input: { kind: "file", bytes: new Uint8Array(0), name: "week.csv" },
    ownInput: true,
    options: {},
    choice: 1,
    areClasses: true,
  })
  expect(node).toContain('explainer("season.onnx", { labels: "season names.txt" })')
  expect(browser).toContain(
    'explainer("season.onnx", { backend, labels: "season names.txt", activation: "none" })',
  )
  expect(cli).toBe(
    "npx pami explain week.csv --model season.onnx --labels 'season names.txt' --target index:1\n",
  )
})

test("a preset of an own image model is an option of the model", () => {
  const { node, browser, cli } = codeForKind({
    model: {
      file: "strength.onnx",
      isTfjs: false,
      labels: null,
      tokenizer: null,
      tokenizerConfig: null,
      preset: "imagenet",
      preprocessor: "preprocessor_config.json",
      activation: null,
    },
    input: { kind: "file", bytes: new Uint8Array(0), name: "cat.png" },
    ownInput: true,
    options: { preset: "imagenet", feeds: { strength: "4" } },
    choice: 1,
    areClasses: true,
  })
  expect(node).toContain('explainer("strength.onnx", { preprocessing: "imagenet" })')
  expect(node).toContain('explain("cat.png", { feeds: {"strength":"4"}, target: 1 })')
  expect(browser).toContain('{ backend, preprocessing: "imagenet" }')
  expect(cli).toContain("--preset imagenet --feed strength=4 --target index:1")
})
