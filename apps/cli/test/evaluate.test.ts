import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { encodePng } from "@pami/image/node"
import { methodNames } from "@pami/methods"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { baselineNames } from "../src/evaluate/baselines.ts"
import { file, folder, pami } from "./fixtures.ts"

const side = 32
let at: string
let model: string

/** Writes an image of red with a blue square: the model sees red, unless the square is large. */
async function picture(into: string, name: string, square: number): Promise<void> {
  const data = new Uint8Array(side * side * 3)
  for (let i = 0; i < side * side; i++) {
    const isSquare = i % side < square && i / side < square
    data[i * 3 + (isSquare ? 2 : 0)] = 200
  }
  file(into, name, await encodePng({ width: side, height: side, channels: 3, data }))
}

/** Writes a data set of six images: three are red, one is taken for blue, one is corrupt, one has no class of the model. */
async function dataSet(): Promise<string> {
  const into = folder()
  for (const [name, square] of [
    ["a.png", 4],
    ["b.png", 8],
    ["c.png", 12],
    ["wrong.png", 30],
    ["unknown.png", 4],
  ] as const)
    await picture(into, name, square)
  file(into, "corrupt.png", "no image")
  const classes = {
    "a.png": "red",
    "b.png": "red",
    "c.png": 0,
    "wrong.png": "red",
    "unknown.png": "purple",
    "corrupt.png": 0,
  }
  file(into, "classes.json", JSON.stringify(classes))
  const boxes = [[4, 4, 30, 30]]
  const size = { width: side, height: side, boxes }
  file(into, "boxes.json", JSON.stringify({ "a.png": size, "b.png": size }))
  return into
}

beforeAll(async () => {
  at = folder()
  model = file(at, "model.onnx", brightness({ size: side }))
  file(at, "labels.txt", "red\ngreen\nblue\n")
})

const methods = ["--methods", "pami,occlusion,rise", "--passes", "24"]
const metrics = ["--metrics", "insertion,deletion:black,pointing:exact,energy"]
const evaluate = (data: string, out: string, ...rest: string[]) =>
  pami([
    "evaluate",
    data,
    "--model",
    model,
    "--preset",
    "0-1",
    ...methods,
    ...metrics,
    "--out",
    out,
    "--quiet",
    ...rest,
  ])
const linesOf = (out: string) => readFileSync(join(out, "results.jsonl"), "utf8").trimEnd().split("\n")

interface Document {
  readonly evaluated: number
  readonly metrics: readonly {
    readonly name: string
    readonly methods: readonly {
      readonly method: string
      readonly count: number
      readonly mean: number
      readonly rival?: { readonly method: string; readonly mean: number }
    }[]
  }[]
  readonly outcomes: readonly {
    readonly kind: string
    readonly code: string
    readonly inputs: readonly string[]
  }[]
  readonly cost: { readonly passes: number }
}

test("each input, method and metric has a line, and what has none is counted by code and named", async () => {
  const [data, out] = [await dataSet(), join(folder(), "out")]
  const { status, stdout, stderr } = await evaluate(data, out, "--only-correct", "--json")
  expect(status, stderr).toBe(3)
  const { evaluated, outcomes, metrics, cost } = JSON.parse(stdout) as Document
  expect(evaluated).toBe(3)
  expect(outcomes.map(({ kind, code, inputs }) => [kind, code, ...inputs])).toEqual([
    ["skipped", "EVIDENCE_MISSING", "c.png"],
    ["failed", "PICTURE_UNSUPPORTED", "corrupt.png"],
    ["skipped", "CLASS_UNKNOWN", "unknown.png"],
    ["skipped", "WRONG_PREDICTION", "wrong.png"],
  ])
  // Insertion is judged over both baselines. Without boxes, the other metrics have values.
  expect(metrics.map(({ name, methods: [{ count }] }) => [name, count])).toEqual([
    ["insertion:blur", 3],
    ["insertion:black", 3],
    ["deletion:black", 3],
    ["pointing:exact", 2],
    ["energy:minimum", 2],
  ])
  expect(linesOf(out)).toHaveLength(3 * 3 * 5 + 3)
  const [{ methods: found }] = metrics
  expect(found.map(({ method }) => method)).toEqual(["pami", "occlusion", "rise"])
  const best = found.toSorted((a, b) => b.mean - a.mean)
  expect(found.map(({ rival }) => rival!.method)).toEqual(
    found.map(({ method }) => (method === best[0].method ? best[1] : best[0]).method),
  )
  // 24 passes of three methods and 3 curves of up to 57 points; all runs of the model count.
  expect(cost.passes).toBeGreaterThan(3 * 3 * (24 + 3 * 50))
  // The input and a map of each method.
  expect(readdirSync(join(out, "thumbnails"))).toHaveLength(3 * 4)
})

test("a stopped evaluation goes on and ends with the results of an undisturbed one", async () => {
  const [data, whole, parts] = [await dataSet(), join(folder(), "whole"), join(folder(), "parts")]
  await evaluate(data, whole)
  const args = [
    "evaluate",
    data,
    "--model",
    model,
    "--preset",
    "0-1",
    ...methods,
    ...metrics,
    "--out",
    parts,
    "--quiet",
  ]
  // Ctrl-C once there are results.
  const stop = new AbortController()
  const results = join(parts, "results.jsonl")
  const timer = setInterval(
    () => existsSync(results) && statSync(results).size > 0 && stop.abort("SIGINT"),
    1,
  )
  const stopped = await pami(args, stop.signal)
  clearInterval(timer)
  expect(stopped.status, stopped.stderr).toBe(130)
  const before = linesOf(parts)
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(linesOf(whole).length)
  await pami(args)
  expect(linesOf(parts)).toEqual(linesOf(whole))
})

test("shards, merged, have the results and the report of an undivided evaluation", async () => {
  const [data, at] = [await dataSet(), folder()]
  const [whole, merged] = [join(at, "whole"), join(at, "merged")]
  await evaluate(data, whole)
  const shards = [0, 1].map((index) => join(at, `shard-${index}`))
  for (const [index, out] of shards.entries()) await evaluate(data, out, "--shard", `${index}/2`)
  expect(await pami(["run", "merge", ...shards, "--out", merged])).toMatchObject({ status: 0 })
  expect(linesOf(merged)).toEqual(linesOf(whole))
  expect(await pami(["run", "merge", shards[1], "--out", join(at, "half")])).toMatchObject({
    stderr: "no results yet of shards 0\n",
  })
  const pages: string[] = []
  for (const out of [whole, merged]) {
    await pami(["report", out, "-o", `${out}.html`])
    pages.push(readFileSync(`${out}.html`, "utf8"))
  }
  expect(pages[1]).toBe(pages[0])
  expect(pages[0]).toContain("data:image/png")
  expect(await evaluate(data, join(at, "some"), "--shard", "0/2", "--limit", "1")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--limit counts the images of all shards"),
  })
})

test("a second start does nothing but what --retry asks for, and another question is refused", async () => {
  const [data, out] = [await dataSet(), join(folder(), "out")]
  await evaluate(data, out)
  const before = linesOf(out)
  expect((await evaluate(data, out)).stdout).toContain("0 forward passes")
  await picture(data, "corrupt.png", 6)
  await evaluate(data, out)
  expect(linesOf(out)).toEqual(before)
  await evaluate(data, out, "--retry")
  expect(linesOf(out).filter((line) => line.includes("corrupt.png"))).toHaveLength(3 * 5)
  expect(await evaluate(data, out, "--seed", "1")).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/seed is 0 there and 1 now.*\[RUN_DIFFERS\]/),
  })
})

test("a limit draws with the seed, and a larger one begins with the same inputs", async () => {
  const [data, out] = [await dataSet(), join(folder(), "out")]
  const inputs = () =>
    new Set(
      linesOf(out)
        .filter((line) => line.includes("value"))
        .map((line) => JSON.parse(line).input),
    )
  await evaluate(data, out, "--limit", "1")
  const [first] = inputs()
  expect(inputs().size).toBe(1)
  await evaluate(data, out, "--limit", "3")
  expect(inputs().size).toBe(3)
  expect([...inputs()][0]).toBe(first)
})

test.each([
  ["an unknown method", ["--methods", "lima"], /--methods: expected pami, .*Did you mean "lime"\?/],
  ["an unknown metric", ["--metrics", "insertoin"], /--metrics: .*Did you mean "insertion"\?/],
  ["an unknown baseline", ["--metrics", "insertion", "--baselines", "grau"], /--baselines: expected blur, /],
  ["an unknown masking operator", ["--masking", "grau"], /--masking: expected blur, /],
  ["evidence that a command line cannot give", ["--metrics", "grid"], /--metrics: grid.* needs cell/],
  ["an empty name", ["--methods", "pami,,rise"], /--methods: expected names separated by commas/],
])("%s is a usage error", async (_, options, message) => {
  const data = await dataSet()
  const { status, stderr } = await pami([
    "evaluate",
    data,
    "--model",
    model,
    "--out",
    join(at, "none"),
    ...options,
  ])
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
  expect(existsSync(join(at, "none"))).toBe(false)
})

test("results do not go into the data set", async () => {
  const data = await dataSet()
  expect(await evaluate(data, join(data, "out"))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("lies in the data set"),
  })
})

test("a data set that does not exist is bad input", async () => {
  const { status, stderr } = await pami([
    "evaluate",
    join(at, "missing"),
    "--model",
    model,
    "--out",
    join(at, "none"),
  ])
  expect(status).toBe(3)
  expect(stderr).toContain("[FILE_NOT_FOUND]")
})

test("the help lists all methods and baselines", async () => {
  for (const command of ["evaluate", "compare"]) {
    const help = (await pami([command, "--help"])).stdout.replaceAll(/\s+/g, " ")
    expect(help).toContain(methodNames.join(", "))
    expect(help).toContain([...baselineNames, "#rrggbb"].join(", "))
  }
})

test("a comparison is written as an image and as SVG, with the values of its curves", async () => {
  await picture(at, "red.png", 6)
  const compare = (output: string, ...rest: string[]) =>
    pami([
      "compare",
      join(at, "red.png"),
      "--model",
      model,
      "--preset",
      "0-1",
      ...methods,
      "-o",
      join(at, output),
      ...rest,
    ])
  const { status, stdout, stderr } = await compare("red.svg", "--json")
  expect(status, stderr).toBe(0)
  const { values, ...rest } = JSON.parse(stdout) as {
    readonly class: number
    readonly label: string
    readonly values: readonly { readonly value: number }[]
  }
  expect(rest).toMatchObject({ class: 0, label: "red" })
  expect(values).toHaveLength(3 * 4)
  const svg = readFileSync(join(at, "red.svg"), "utf8")
  for (const words of ["Why red?", "rise  24 passes", "Insertion from blur", "Deletion to black"])
    expect(svg).toContain(`aria-label="${words}"`)
  expect(svg).toMatch(/aria-label="Each method masks with blur, and spends at most 24 forward passes/)
  expect((await compare("red.png", "--target", "blue")).stderr).toMatch(
    /red\.png would overwrite|-o would overwrite/,
  )
  const blue = await compare("blue.png", "--target", "blue")
  expect(blue.status, blue.stderr).toBe(0)
  expect(readFileSync(join(at, "blue.png")).subarray(1, 4).toString()).toBe("PNG")
  expect((await compare("blue.txt")).status).toBe(2)
  expect((await compare("blue.png", "--target", "top:2")).status).toBe(2)
})

test("a report shows the results, escapes what strangers wrote, and loads nothing", async () => {
  const out = join(folder(), "out")
  const data = await dataSet()
  const name = "<img src=x onerror=alert(1)>.png"
  await picture(data, name, 6)
  writeFileSync(join(data, "classes.json"), JSON.stringify({ "a.png": 0, "b.png": 0, [name]: 0 }))
  await evaluate(data, out, "--passes", "8,24")
  const page = join(at, "page.html")
  expect(await pami(["report", out, "-o", page])).toMatchObject({ status: 0, stdout: `${page}\n` })
  const html = readFileSync(page, "utf8")
  expect(html).not.toContain("<img src=x")
  expect(html).toContain("&lt;img src=x")
  expect(html).not.toMatch(/(?:src|href|url)\s*[=(]\s*["']?(?!data:)[a-z]+:/i)
  // A browser runs only what the policy knows by its digest.
  const policy = /Security-Policy" content="([^"]*)"/.exec(html)![1].replaceAll("&#39;", "'")
  expect(policy).toContain("default-src 'none'; img-src data:")
  for (const [, text] of html.matchAll(/<(?:style|script)>([^]*?)<\/(?:style|script)>/g))
    expect(policy).toContain(createHash("sha256").update(text).digest("base64"))
  expect(html).toContain("rise@24")
  for (const heading of [
    "Summary",
    "Mean curves",
    "Quality against passes",
    "Cases",
    "All inputs",
    "Without results",
    "Protocols",
  ])
    expect(html).toMatch(new RegExp(`<h2[^>]*>${heading}</h2>`))
  expect(html).toContain("PICTURE_UNSUPPORTED")
  // Thumbnails are files of the folder: a stranger's link leads nowhere.
  const count = (text: string) => text.split("data:image/png").length - 1
  const own = readdirSync(join(out, "thumbnails")).map((thumbnail) => join(out, "thumbnails", thumbnail))
  expect(count(html)).toBe(own.length)
  const elsewhere = file(at, "elsewhere.png", readFileSync(own[0]))
  rmSync(own[0])
  symlinkSync(elsewhere, own[0])
  await pami(["report", out, "-o", page])
  expect(count(readFileSync(page, "utf8"))).toBe(own.length - 1)
  expect((await pami(["report", at])).stderr).toContain("[FILE_NOT_FOUND]")
  expect((await pami(["report", out, "-o", join(out, "results.jsonl")])).status).toBe(2)
})
