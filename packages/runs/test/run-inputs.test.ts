import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PamiError } from "@pami/core"
import { explainer } from "@pami/explainer"
import type { Result } from "@pami/explainer"
import { encodeNpy } from "@pami/image"
import { encodeNpz } from "@pami/recipe"
import { expect, test } from "vitest"
import { fileInputs, mergeRuns, readResults, remoteInputs, runInputs } from "../src/index.ts"
import type {
  InputList,
  ResultLine,
  RunInputsOptions,
  RunPlan,
  RunWorker,
  WantedInput,
} from "../src/index.ts"
import { explainInputs } from "../src/index.ts"
import { freshFolder, resultsOf } from "./folders.ts"
import { colourExplainer, pictureOf, writePictures } from "./pictures.ts"

// Names as strangers write them.
const pictures = {
  "a.png": 250,
  "b, c.png": 200,
  "line\nend.png": 180,
  "schöne/Grüße 😀.png": 160,
  "schöne/\u0301.png": 140,
  "corrupt.png": null,
  "z.png": 120,
}
const methods = { pami: {}, occlusion: { method: "occlusion" } } as const
const explain = await colourExplainer()
const folder = await writePictures(join(freshFolder(), "photos"), pictures)
const inputs = await fileInputs([folder])
const ids = [...inputs.ids()]

const start = (out: string, options: Partial<RunInputsOptions> = {}) =>
  runInputs({ explain, inputs, methods, folder: out, maps: true, ...options })

async function linesOf(out: string): Promise<ResultLine[]> {
  const lines: ResultLine[] = []
  for await (const line of readResults(out)) lines.push(line)
  return lines
}

const undivided = freshFolder()
await start(undivided)

test("each input and method has a line, a corrupt input with its error, in order", async () => {
  const lines = await linesOf(undivided)
  expect(lines.map(({ input, method }) => [input, method])).toEqual(
    ids.toSorted().flatMap((id) => [
      [id, "occlusion"],
      [id, "pami"],
    ]),
  )
  expect(ids).toContain("photos/line\nend.png")
  const [, first] = lines
  expect(first).toMatchObject({
    key: expect.stringMatching(/^[\da-f]{64}$/),
    digest: expect.stringMatching(/^sha256:/),
    explanation: {
      kind: "image",
      prediction: [{ id: 0, label: "red" }, { id: 1 }],
      maps: [{ id: 0, digest: expect.stringMatching(/^sha256:/), peak: expect.any(Number) }],
      shape: [12, 12],
      passes: 9,
    },
  })
  const corrupt = lines.filter(({ input }) => input === "photos/corrupt.png")
  expect(corrupt.map(({ error }) => error?.code)).toEqual(["PICTURE_UNSUPPORTED", "PICTURE_UNSUPPORTED"])
})

test("the map in the file beside a line is the one whose digest the line has", async () => {
  const [, { map }] = await linesOf(undivided)
  const result = await explain(readFileSync(join(folder, "a.png")))
  const file = encodeNpz({ map: encodeNpy(result.map(), [12, 12]) })
  expect(readFileSync(join(undivided, map!))).toEqual(Buffer.from(file))
})

test.each([1, 2, 5])("%i shards, merged, are the undivided run to the byte", async (count) => {
  const [shared, out] = [freshFolder(), freshFolder()]
  // In one folder or in several.
  const folders = Array.from({ length: count }, () => (count === 2 ? shared : freshFolder()))
  for (const [index, at] of folders.entries()) await start(at, { shard: { index, count } })
  await mergeRuns([...new Set(folders)], out)
  expect(resultsOf(out)).toBe(resultsOf(undivided))
  for (const { map } of await linesOf(undivided))
    if (map !== undefined) expect(readFileSync(join(out, map!))).toEqual(readFileSync(join(undivided, map!)))
})

test("a run that is stopped after any line goes on, and ends with the same bytes", async () => {
  for (let stop = 1; stop < 13; stop += 3) {
    const out = freshFolder()
    const signal = { aborted: false }
    let added = 0
    const onLine = () => void (signal.aborted = ++added >= stop)
    await expect(start(out, { signal, onLine })).rejects.toMatchObject({ code: "ABORTED" })
    expect((await linesOf(out)).length).toBeLessThan(14)
    const { known } = await start(out)
    expect(known).toBeGreaterThanOrEqual(stop)
    expect(resultsOf(out)).toBe(resultsOf(undivided))
  }
})

test("drafts of files that a kill left behind are gone in the end", async () => {
  const out = freshFolder()
  await start(out, { limit: 2 })
  const [{ map }] = await linesOf(out)
  for (const file of ["results.jsonl", map!]) writeFileSync(join(out, `${file}.0123456789ab.part`), "half")
  await start(out)
  const names = readdirSync(out, { recursive: true }).map(String)
  expect(names.filter((name) => name.endsWith(".part"))).toEqual([])
})

test("limit and sample choose inputs, the same for a seed, before shards divide them", async () => {
  const idsOf = async (options: Partial<RunInputsOptions>) => {
    const out = freshFolder()
    await start(out, { methods: { pami: {} }, ...options })
    return (await linesOf(out)).map(({ input }) => input)
  }
  expect(await idsOf({ limit: 2 })).toEqual(ids.slice(0, 2))
  const sample = await idsOf({ sample: 4, seed: 3 })
  expect(sample.length).toBe(4)
  for (const id of await idsOf({ sample: 2, seed: 3 })) expect(sample).toContain(id)
  const halves = [
    await idsOf({ sample: 4, seed: 3, shard: { index: 0, count: 2 } }),
    await idsOf({ sample: 4, seed: 3, shard: { index: 1, count: 2 } }),
  ]
  expect(halves.flat().toSorted()).toEqual(sample)
  await expect(idsOf({ limit: 0 })).rejects.toThrow("limit: a whole number of at least 1; got 0")
})

test("what the options leave open is decided on the first input of the whole list, in every shard", async () => {
  // Only the outputs of the first image may be probabilities.
  const scores = ({ data, shape: [count] }: { data: Float32Array; shape: readonly number[] }) =>
    Array.from({ length: count }, (_, item) => {
      const [red] = data.subarray((item * data.length) / count)
      return red > 0.9 ? [0.9, 0.1] : [3, -2]
    })
  const [whole, parts, out] = [freshFolder(), freshFolder(), freshFolder()]
  const startOpen = async (at: string, options: Partial<RunInputsOptions>) =>
    await start(at, {
      explain: await explainer(scores, { size: { width: 12, height: 12 }, strategy: "grid", passes: 4 }),
      methods: { pami: {} },
      ...options,
    })
  await startOpen(whole, {})
  for (const index of [0, 1, 2]) await startOpen(parts, { shard: { index, count: 3 } })
  await mergeRuns([parts], out)
  expect(resultsOf(out)).toBe(resultsOf(whole))
})

test("an input that has changed is explained again, and no other", async () => {
  const at = await writePictures(join(freshFolder(), "photos"), { "a.png": 250, "b.png": 200, "c.png": null })
  const out = freshFolder()
  const options = { inputs: await fileInputs([at]) }
  await start(out, options)
  const before = await linesOf(out)
  writeFileSync(join(at, "b.png"), await pictureOf(90))
  writeFileSync(join(at, "c.png"), await pictureOf(80))
  expect(await start(out, { ...options, verify: false })).toMatchObject({ added: 0, changed: [] })
  expect(await start(out, options)).toMatchObject({
    known: 2,
    added: 4,
    changed: ["photos/b.png", "photos/c.png"],
  })
  const after = await linesOf(out)
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[2].digest).not.toBe(before[2].digest)
  expect(after.every(({ error }) => error === undefined)).toBe(true)
})

test("an address is read by the caller's function, once; one that cannot be read is a line with its error", async () => {
  const read: string[] = []
  const list = remoteInputs(["s3://photos/1", "s3://photos/2"], async (address) => {
    read.push(address)
    if (address.endsWith("2")) throw new PamiError("FILE_NOT_FOUND", "the bucket lacks the object")
    return await pictureOf(200)
  })
  const withDigests: InputList = {
    ...list,
    async *inputs(wanted) {
      for await (const input of list.inputs(wanted)) yield { ...input, digest: `etag ${input.id}` }
    },
  }
  const out = freshFolder()
  expect(await start(out, { inputs: withDigests, maps: false })).toMatchObject({ added: 4, failed: 2 })
  const [first, , failed] = await linesOf(out)
  expect(first).toMatchObject({ input: "s3://photos/1", digest: "etag s3://photos/1" })
  expect(failed).toMatchObject({ error: { code: "FILE_NOT_FOUND", message: "the bucket lacks the object" } })
  read.length = 0
  await start(out, { inputs: withDigests, maps: false })
  // On which the recipe is decided.
  expect(read).toEqual(["s3://photos/1"])
})

test("metrics are numbers of an explanation in its line", async () => {
  const out = freshFolder()
  const metrics = { passes: ({ explanation }: Result) => explanation.passes, nothing: () => NaN }
  await start(out, { limit: 1, metrics })
  expect((await linesOf(out)).map((line) => line.metrics)).toEqual([
    { passes: 9, nothing: null },
    { passes: 9, nothing: null },
  ])
})

/** Workers that end after some lines, as processes that are killed. */
function mortalWorkers(count: number, linesUntilEnd: (worker: number) => number) {
  return (plan: RunPlan): readonly RunWorker[] =>
    Array.from({ length: count }, (_, worker) => ({
      async *explain(wanted: readonly WantedInput[]) {
        let left = linesUntilEnd(worker)
        const named = new Map(wanted.map(({ id, methods: missing }) => [id, missing]))
        const task = { explain, methods, plan }
        for await (const line of explainInputs(task, inputs.inputs(named.keys()), (id) => named.get(id)!)) {
          if (--left < 0) throw new PamiError("WORKER_ENDED", "it was killed")
          yield line
        }
      },
    }))
}

test("workers that end again and again lose no line and write none twice", async () => {
  const out = freshFolder()
  let draws = 0
  await start(out, { maps: false, workers: mortalWorkers(3, () => ++draws % 3) })
  const plain = freshFolder()
  await start(plain, { maps: false })
  expect(resultsOf(out)).toBe(resultsOf(plain))
})

test("an input over which workers end each time is a line with that, and the others are explained", async () => {
  const out = freshFolder()
  const workers = (plan: RunPlan): readonly RunWorker[] => [
    {
      async *explain(wanted) {
        for (const { id, methods: missing } of wanted) {
          if (id === "photos/z.png") throw new PamiError("WORKER_ENDED", "memory was short")
          for (const method of missing) yield { input: id, method, key: plan.keys[method], value: 0 }
        }
      },
    },
  ]
  expect(await start(out, { workers })).toMatchObject({ added: 14, failed: 2 })
  const failed = (await linesOf(out)).filter(({ error }) => error !== undefined)
  expect(failed).toMatchObject([
    { input: "photos/z.png", method: "occlusion", error: { code: "WORKER_ENDED" } },
    { input: "photos/z.png", method: "pami" },
  ])
})

test("a server that is gone ends the run without a line of its error, and the next start goes on", async () => {
  const out = freshFolder()
  let calls = 0
  const failing = Object.assign(
    async (...given: Parameters<typeof explain>) => {
      if (++calls > 3) throw new PamiError("API_UNREACHABLE", "nothing answers")
      return await explain(...given)
    },
    { ...explain },
  )
  await expect(start(out, { explain: failing })).rejects.toMatchObject({ code: "API_UNREACHABLE" })
  expect((await linesOf(out)).every(({ error }) => error === undefined)).toBe(true)
  await start(out)
  expect(resultsOf(out)).toBe(resultsOf(undivided))
})

test("another model, other options or another list is another question", async () => {
  const out = freshFolder()
  await start(out, { limit: 1 })
  await expect(start(out, { limit: 1, methods: { pami: { passes: 4 } } })).rejects.toMatchObject({
    code: "RUN_DIFFERS",
    message: expect.stringMatching(/methods\.pami\.recipe\.passes is 9 there and 4 now/),
  })
  await expect(start(out, { limit: 1, settings: { judge: "b" } })).rejects.toThrow(
    /settings\.judge is absent/,
  )
  await expect(start(out, { limit: 1, inputs: { ...inputs, name: "pets" } })).rejects.toThrow(
    /inputs is absent there/,
  )
})

test("a list without inputs, and options that no input can be explained with, end the run before the first line", async () => {
  const none: InputList = { ids: () => [], async *inputs() {} }
  await expect(start(freshFolder(), { inputs: none })).rejects.toMatchObject({ code: "INPUTS_EMPTY" })
  await expect(start(freshFolder(), { methods: { pami: { target: "blue" } } })).rejects.toMatchObject({
    code: "LABEL_NOT_FOUND",
  })
  await expect(start(freshFolder(), { methods: { pami: { radius: -1 } } })).rejects.toThrow(RangeError)
  const twice: InputList = { ...inputs, ids: () => ["a", "a"] }
  await expect(start(freshFolder(), { inputs: twice })).rejects.toMatchObject({ code: "INPUT_NAMED_TWICE" })
})
