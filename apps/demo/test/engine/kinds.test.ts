import { models, samples } from "@pami/zoo"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import type { KindInput, KindOptions, KindSnapshot } from "../../src/engine/kinds/contract.ts"
import { createKindsEngine } from "../../src/engine/kinds/engine.ts"
import { createSavedReader } from "../../src/engine/saved/reader.ts"
import { openFolder } from "../../src/engine/kinds/open-folder.ts"
import { figureTools, scene } from "./fixtures.ts"

const engine = createKindsEngine({ open: openFolder })
afterAll(() => engine.dispose())

const read = async (url: { readonly href: string }) => new Uint8Array(await readFile(fileURLToPath(url.href)))

async function open(name: "reviews" | "tags" | "sounds" | "signals" | "loans") {
  const folder = models[name]
  const isText = "tokenizer" in folder
  return await engine.load({
    name,
    model: ["onnx/model.onnx"],
    files: {
      "onnx/model.onnx": await read(folder.onnx),
      ...(isText && {
        "config.json": await read(folder.config),
        "tokenizer.json": await read(folder.tokenizer),
        "tokenizer_config.json": await read(folder.tokenizerConfig),
      }),
    },
    backend: "onnxruntime-web:wasm",
    known: { labels: folder.labels },
  })
}

async function explained(input: KindInput, options: KindOptions = {}) {
  const told: KindSnapshot[] = []
  await engine.explain(input, options, (snapshot) => void told.push(snapshot))
  const [first] = told
  const last = told.at(-1)!
  expect(first).toMatchObject({ passes: 0, maps: [], done: false })
  expect(first.seen!.prediction).toEqual(last.seen!.prediction)
  expect(last.done).toBe(true)
  return { told, last, seen: last.seen!, map: last.maps[0] }
}

test("a text: its words with their importance, and the other class without a pass", async () => {
  const facts = await open("reviews")
  expect(facts.kinds[0].value).toBe("text")
  expect(facts.labels).toEqual(["negative", "positive"])
  const text = "We saw it on Monday. The story is wonderful."
  const { seen, map } = await explained({ kind: "text", texts: { text }, name: "my text" })
  const [{ pieces }] = map.texts!
  expect(pieces.map((piece) => piece.text).join("")).toBe(text)
  const strongest = pieces.toSorted((a, b) => (b.importance ?? -1) - (a.importance ?? -1))[0]
  expect(strongest.text).toBe("wonderful")
  expect(seen.content.kind).toBe("text")
  const passes = await engine.passes()
  const [other] = await engine.read(["negative"])
  expect(other.texts![0].pieces.find((piece) => piece.text === "wonderful")!.importance).toBeLessThan(
    strongest.importance!,
  )
  expect(await engine.passes()).toBe(passes)
  expect(await engine.figure()).toMatch(/^<svg/)
  const { extra } = await engine.manifest()
  expect(extra).toMatchObject({ model: "reviews", recipe: { tokenizer: "onnx/../tokenizer.json" } })
  // Saved and opened again, without the model.
  const reader = createSavedReader(figureTools)
  const saved = await reader.open(await engine.save(), "my text.npz")
  expect(saved).toMatchObject({ missing: null, recipe: { kind: "text" } })
  const negative = await reader.read({ target: saved.prediction[1].id, versus: null })
  expect(negative.texts).toEqual(other.texts)
  expect(await reader.figure(negative.choice)).toMatch(/^<svg/)
})

test("the manifest of a contrast replays, also one of a file; another input and another model are reported", async () => {
  await open("reviews")
  const text = "We saw it on Monday. The story is wonderful."
  const typed = { kind: "text", texts: { text }, name: "typed text" } as const
  await explained(typed)
  await engine.read([{ target: "negative", versus: "positive" }])
  const ofTyped = await engine.manifest()
  expect(ofTyped.maps.map(({ target }) => target)).toEqual([0, 1])
  expect(ofTyped.extra).toMatchObject({ recipe: { target: { classes: [0] }, versus: 1 } })
  // Its text is in the manifest.
  expect(await engine.verify(ofTyped, null)).toMatchObject({ outcome: "same", advice: null })
  const file = (text: string) =>
    ({ kind: "file", bytes: new TextEncoder().encode(text), name: "renamed.txt" }) as const
  await explained(file(text))
  const ofFile = await engine.manifest()
  expect(await engine.verify(ofFile, file(text))).toMatchObject({ outcome: "same" })
  // A text file that was dropped is shown in the field for texts.
  expect(await engine.verify(ofFile, typed)).toMatchObject({ outcome: "same" })
  const passes = await engine.passes()
  expect(await engine.verify(ofFile, file("Another text."))).toMatchObject({
    outcome: "different",
    checks: [{ what: "input digest" }],
    advice: expect.stringContaining("open renamed.txt first"),
  })
  await expect(engine.verify(ofFile, null)).rejects.toMatchObject({
    code: "MANIFEST_INVALID",
    message: expect.stringContaining("open that input first"),
  })
  expect(await engine.passes()).toBe(passes)
  const elsewhere = await engine.verify({ ...ofFile, backend: "elsewhere" }, file(text))
  expect(elsewhere).toMatchObject({
    outcome: "close",
    runtimes: { here: "onnxruntime-web:wasm", largest: 0 },
  })
  await open("loans")
  expect(await engine.verify(ofFile, file(text))).toMatchObject({
    outcome: "different",
    checks: [{ what: "model digest" }],
  })
})

test("tags: a map for each word that has one", async () => {
  await open("tags")
  const text = "Doctor Florence lives near Paris."
  const { seen, last } = await explained({ kind: "text", texts: { text }, name: "my text" })
  expect(seen.explained.length).toBeGreaterThan(1)
  expect(last.maps).toHaveLength(seen.explained.length)
})

test("a sound: its values, where it is important, and that part to be heard", async () => {
  await open("sounds")
  const bytes = await read(samples.word)
  const { seen, map } = await explained({ kind: "file", bytes, name: "word.wav" })
  expect(seen.content).toMatchObject({ kind: "series", isSound: true, rate: 8000 })
  expect(seen.axes[0]).toMatchObject({ name: "time", unit: "s" })
  expect(map.values.length).toBeGreaterThan(10)
  const heard = await engine.evidence(0.2)
  expect(new TextDecoder().decode(heard.subarray(0, 4))).toBe("RIFF")
})

test("what a change of the options gives is what the prediction says once it is made", async () => {
  await open("sounds")
  const sound = { kind: "file", bytes: await read(samples.word), name: "word.wav" } as const
  const changes = [
    { activation: "none" },
    { task: "regression" },
    { rate: 16_000 },
    { output: "nothing" },
  ] as const
  const outcomes = await engine.tryChanges(sound, { passes: 10 }, changes)
  expect(outcomes.at(-1)).toBeNull()
  for (const [index, change] of changes.slice(0, -1).entries()) {
    const { seen } = await explained(sound, { passes: 10, ...change }).catch(() => ({ seen: null }))
    const best = seen?.prediction[0]
    const outcome = outcomes[index]
    expect(outcome && [outcome.id, outcome.score, outcome.scale]).toEqual(
      seen && [best!.id, best!.score, seen.scale],
    )
  }
  expect(outcomes.filter((outcome) => outcome !== null).length).toBeGreaterThan(1)
})

test("a table: its features with their values, and another row", async () => {
  await open("loans")
  const bytes = await read(samples.rows)
  const { seen, map } = await explained({ kind: "file", bytes, name: "rows.csv" })
  expect(seen.content).toEqual({ kind: "table", rows: 40 })
  expect(map.features!.map(({ name }) => name)).toContain("past_defaults")
  const other = await explained({ kind: "file", bytes, name: "rows.csv" }, { row: 3 })
  expect(other.map.features).not.toEqual(map.features)
})

test("a stopped sweep keeps a valid map; errors have a code", async () => {
  await open("signals")
  const bytes = await read(samples.signal)
  const told: KindSnapshot[] = []
  await engine.explain({ kind: "file", bytes, name: "signal.npy" }, {}, (snapshot) => {
    told.push(snapshot)
    if (snapshot.passes === 0) setTimeout(() => engine.stop())
  })
  expect(told.at(-1)!.done).toBe(false)
  expect(told.at(-1)!.seen!.content).toMatchObject({ kind: "series", isSound: false })
  const picture = { kind: "text", texts: { text: "words" }, name: "words" } as const
  await expect(engine.explain(picture, {}, () => undefined)).rejects.toMatchObject({
    code: "INPUT_UNSUITABLE",
  })
})

test("a caption: a map for each word, from one sweep", async () => {
  const caption = models["scenes-caption"]
  await engine.load({
    name: "caption",
    model: ["model.onnx"],
    decoder: ["decoder.onnx"],
    files: {
      "model.onnx": await read(caption.encoder.onnx),
      "decoder.onnx": await read(caption.decoder.onnx),
      "config.json": await read(caption.config),
      "tokenizer.json": await read(caption.tokenizer),
      "tokenizer_config.json": await read(caption.tokenizerConfig),
    },
    backend: "onnxruntime-web:wasm",
  })
  const image = { kind: "image", image: scene, name: "scene.png" } as const
  const written = await explained(image, { passes: 5 })
  expect(written.seen.independent).toBeDefined()
  expect(written.last.maps).toHaveLength(written.seen.explained.length)
  expect(written.seen.prediction.map(({ label }) => label)).toEqual(
    expect.arrayContaining(["butterfly", "mushroom"]),
  )
})
