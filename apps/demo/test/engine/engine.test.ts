import { setTimeout as wait } from "node:timers/promises"
import { average } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { ImageRecord } from "@pami/recipe"
import { parseRecord, prepareInput, replay, resolveRecipe, runRecipe } from "@pami/recipe"
import { segment } from "@pami/superpixels"
import { presetNames, type PresetName } from "@pami/image"
import { models } from "@pami/zoo"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { expect, test } from "vitest"
import type { MapView, Snapshot } from "../../src/engine/contract.ts"
import {
  butterfly,
  engineAtScene,
  engineHere,
  explained,
  mushroom,
  scene,
  settings,
  zoo,
} from "./fixtures.ts"

test("the bundled model tells of itself", async () => {
  const engine = engineHere()
  const facts = await engine.load(zoo)
  expect(facts).toMatchObject({
    backend: "onnxruntime-web:wasm",
    labels: models.scenes.labels,
    findings: [],
    runsAtOnce: 1,
  })
  expect(facts.inputs).toEqual(["image float32 [N, 3, 96, 96]"])
  await engine.dispose()
})

test("a prediction lists the classes, highest score first", async () => {
  const engine = await engineAtScene()
  const { classes, width, height, why } = await engine.predict(settings)
  expect([width, height]).toEqual([96, 96])
  expect(classes.slice(0, 2).map((entry) => entry.class)).toEqual(
    [mushroom, butterfly].map(({ target }) => target),
  )
  expect(classes).toHaveLength(13)
  expect(why).toBe("required by the bundled model")
  await engine.dispose()
})

test("a preview is the image and the baseline that the model saw", async () => {
  const engine = await engineAtScene()
  const { image, baseline } = await engine.preview()
  expect([image.length, baseline.length]).toEqual([96 * 96 * 3, 96 * 96 * 3])
  // The baseline is a blur of the image.
  expect(image.slice(0, 3)).not.toEqual(baseline.slice(0, 3))
  await engine.predict({ ...settings, mask: "black" })
  const black = await engine.preview()
  expect(black.image).toEqual(image)
  expect(new Set(black.baseline)).toEqual(new Set([0]))
  await engine.dispose()
})

test("a map comes with the layers that are shown, and only with these", async () => {
  const engine = await engineAtScene()
  const layersOf = ({ standardError, coverage }: MapView) => [standardError?.length, coverage?.length]
  expect(layersOf((await explained(engine)).at(-1)!.view)).toEqual([undefined, undefined])
  engine.show(["coverage"])
  expect(layersOf(await engine.read(butterfly))).toEqual([undefined, 96 * 96])
  engine.show(["standardError", "coverage"])
  expect(layersOf((await explained(engine)).at(-1)!.view)).toEqual([96 * 96, 96 * 96])
  await engine.dispose()
})

test("the map is the one that the packages give, and its peak lies on the mushroom", async () => {
  const engine = await engineAtScene()
  const told = await explained(engine)
  const last = told.at(-1)!
  expect(last).toMatchObject({ passes: 100, share: 1, done: true })
  expect(told[0].passes).toBeLessThan(100)

  const model = await onnxruntimeWeb().load(models.scenes.onnx.href)
  const resolved = await resolveRecipe((parseRecord(await engine.manifest()) as ImageRecord).recipe)
  const prepared = await prepareInput(resolved, model, scene)
  const alone = await runRecipe(resolved, { model, prepared, segmenter: segment })
  expect(sha256([last.view.map])).toBe(sha256([average(alone)]))
  const peak = last.view.map.indexOf(Math.max(...last.view.map))
  // The mushroom is in the lower left quarter.
  expect(peak % 96).toBeLessThan(48)
  expect(Math.floor(peak / 96)).toBeGreaterThan(48)
  await model.dispose()
  await engine.dispose()
})

test("other classes and contrasts cost no pass", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const before = await engine.passes()
  const other = await engine.read(butterfly)
  const contrast = await engine.read({ ...butterfly, versus: mushroom.target })
  expect(other.map).not.toEqual(contrast.map)
  expect(Math.min(...contrast.map)).toBeLessThan(0)
  expect(await engine.passes()).toBe(before)
  await engine.dispose()
})

test("a paused sweep resumes to the same map, and a stopped one ends with a partial map", async () => {
  const engine = await engineAtScene()
  const whole = (await explained(engine)).at(-1)!

  const told: Snapshot[] = []
  engine.pause()
  const held = engine.explain(settings, mushroom, (snapshot) => void told.push(snapshot))
  const before = await engine.passes()
  await wait(120)
  expect(await engine.passes()).toBe(before)
  // Other questions are answered meanwhile.
  const score = await engine.probe(Int32Array.of(0, 96 * 96), mushroom.target)
  expect(score).toBeGreaterThan(0.5)
  engine.resume()
  await held
  expect(told.at(-1)!.view.map).toEqual(whole.view.map)

  const some: Snapshot[] = []
  await engine.explain(settings, mushroom, (snapshot) => {
    some.push(snapshot)
    engine.stop()
  })
  const last = some.at(-1)!
  expect(last.done).toBe(false)
  expect(last.passes).toBeLessThan(100)
  expect(last.passes).toBeGreaterThan(0)
  await engine.dispose()
})

test("a stop before the first pass ends without a word, and does not end the next sweep", async () => {
  const engine = await engineAtScene()
  const told: Snapshot[] = []
  const stopped = engine.explain(settings, mushroom, (snapshot) => void told.push(snapshot))
  engine.stop()
  await stopped
  expect(told).toEqual([])
  expect((await explained(engine)).at(-1)!.done).toBe(true)
  await engine.dispose()
})

test("the parts at a place are those that cover it, the strongest first", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const unit = 72 * 96 + 22
  const parts = await engine.partsAt(unit, mushroom.target)
  expect(parts.length).toBeGreaterThan(1)
  for (const { part } of parts)
    expect(part.findLastIndex((edge, i) => i % 2 === 0 && edge <= unit)).toBeGreaterThanOrEqual(0)
  const scores = parts.map(({ score }) => score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  // The mean of all that cover the place is the map there.
  const { map } = await engine.read(mushroom)
  expect(scores.reduce((a, b) => a + b, 0) / scores.length).toBeCloseTo(map[unit], 6)
  await engine.dispose()
})

test("a probe scores its part alone", async () => {
  const engine = await engineAtScene()
  const { classes } = await engine.predict(settings)
  // The lower half holds the mushroom, the upper half the butterfly.
  const lower = await engine.probe(Int32Array.of(48 * 96, 96 * 96), mushroom.target)
  const upper = await engine.probe(Int32Array.of(0, 48 * 96), mushroom.target)
  expect(lower).toBeGreaterThan(0.5)
  expect(upper).toBeLessThan(0.5)
  const whole = await engine.probe(Int32Array.of(0, 96 * 96), mushroom.target)
  expect(whole).toBeCloseTo(classes[0].score, 5)
  await expect(engine.probe(Int32Array.of(20, 10), mushroom.target)).rejects.toThrow("got [20, 10)")
  await engine.dispose()
})

test("a model that rests keeps the maps of its sweep, and answers as before once it is open again", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const map = await engine.read(butterfly)
  const lower = Int32Array.of(48 * 96, 96 * 96)
  const probed = await engine.probe(lower, mushroom.target)
  await engine.rest()
  expect(await engine.read(butterfly)).toEqual(map)
  await expect(engine.probe(lower, mushroom.target)).rejects.toThrow("open a model first")
  await engine.wake(zoo)
  expect(await engine.probe(lower, mushroom.target)).toBe(probed)
  expect(await engine.read(butterfly)).toEqual(map)
  await engine.dispose()
})

test("a manifest replays here and with the packages of the command line; another image is reported", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const manifest = await engine.manifest()
  expect(manifest.maps.map(({ target }) => target)).toEqual([mushroom.target])
  expect(await engine.verify(manifest)).toMatchObject({ outcome: "same", runtimes: null, advice: null })

  const model = await onnxruntimeWeb().load(models.scenes.onnx.href)
  const text = JSON.parse(JSON.stringify(manifest)) as typeof manifest
  const record = parseRecord(text) as ImageRecord
  const resolved = await resolveRecipe(record.recipe)
  const prepared = await prepareInput(resolved, model, scene)
  const tools = { model, resolved, prepared, segmenter: segment }
  expect((await replay(text, record, tools)).checks.filter(({ same }) => !same)).toEqual([])

  const data = scene.data.map((byte) => 255 - byte)
  await engine.setImage({ ...scene, data }, "other.png")
  await engine.predict(settings)
  const { outcome, checks, advice } = await engine.verify(manifest)
  expect([outcome, checks]).toEqual(["different", [{ what: "input digest", result: "different" }]])
  expect(advice).toContain("open scene.png first")
  const photo = { ...manifest, extra: { ...manifest.extra, picture: "photo.jpg" } }
  expect((await engine.verify(photo)).advice).toContain("decode slightly differently")
  await model.dispose()
  await engine.dispose()
})

test("the manifest of a contrast names both classes, and replays", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  await engine.read({ ...butterfly, versus: mushroom.target })
  const manifest = await engine.manifest()
  expect(parseRecord(manifest).recipe).toMatchObject({
    target: { classes: [butterfly.target] },
    versus: mushroom.target,
  })
  expect(manifest.maps.map(({ target }) => target)).toEqual([butterfly.target, mushroom.target])
  expect(await engine.verify(manifest)).toMatchObject({ outcome: "same" })
  await engine.dispose()
})

test("a manifest made on another runtime is compared by its numbers, within a tolerance", async () => {
  const engine = await engineAtScene({ ...settings, passes: 20 })
  await explained(engine, { ...settings, passes: 20 })
  const manifest = await engine.manifest()
  const [map] = manifest.maps
  const elsewhere = (off: number): typeof manifest => ({
    ...manifest,
    backend: "onnxruntime-node",
    maps: [
      {
        ...map,
        digest: map.digest.replace(/.$/, "x"),
        mean: map.mean! + off,
        original: map.original - 2 * off,
      },
    ],
  })
  const close = await engine.verify(elsewhere(4e-7))
  expect(close).toMatchObject({ outcome: "close", advice: null, runtimes: { here: "onnxruntime-web:wasm" } })
  expect(close.runtimes!.largest).toBeCloseTo(8e-7, 10)
  expect(
    close.checks.filter(({ result }) => result !== "same").map(({ what, result }) => `${what} ${result}`),
  ).toEqual([
    "backend skipped",
    `map of target ${map.target}: original close`,
    `map of target ${map.target}: digest skipped`,
    `map of target ${map.target}: mean close`,
  ])
  const far = await engine.verify(elsewhere(1e-3))
  expect(far).toMatchObject({ outcome: "different", runtimes: { largest: expect.closeTo(2e-3, 6) } })
  expect(far.advice).toContain("does not explain this")
  // Another runtime does not excuse a difference that is not due to rounding.
  expect((await engine.verify({ ...elsewhere(0), passes: manifest.passes + 1 })).outcome).toBe("different")
  await engine.dispose()
})

const presets = presetNames.map((preset) => ({ preset }))

test("each preset is tried with one pass", async () => {
  const engine = await engineAtScene()
  const before = await engine.passes()
  const outcomes = await engine.tryChanges(settings, presets)
  // Nearly what the bundled model is trained for, and an image that is far too bright for it.
  const under = (name: PresetName) => outcomes[presetNames.indexOf(name)]!
  const scoreUnder = (name: PresetName) => under(name).score
  expect(under("-1-1")).toMatchObject({ id: mushroom.target })
  expect(scoreUnder("-1-1")).not.toBeCloseTo(scoreUnder("0-255"), 3)
  expect(await engine.passes()).toBe(before + presetNames.length)
  await engine.dispose()
})

test("other labels cost no pass and keep the sweep, a wrong number of them is found", async () => {
  const engine = await engineAtScene()
  await explained(engine)
  const before = await engine.passes()
  const named = (text: string) => ({ file: "scenes", near: {}, labels: { name: "labels.txt", text } })
  const thirteen = Array.from({ length: 13 }, (_, index) => `thing ${index}`)
  const learnt = await engine.learn(named(thirteen.join("\n")))
  expect(learnt).toMatchObject({ facts: { labels: thirteen }, isStale: false })
  const fewer = await engine.learn(named("one\ntwo"))
  expect(fewer.findings!.map(({ code }) => code)).toContain("CLASS_COUNT_DIFFERS")
  await expect(engine.learn(named("\n"))).rejects.toMatchObject({ code: "LABELS_INVALID" })
  expect((await engine.read(butterfly)).target).toBe(butterfly.target)
  expect(await engine.passes()).toBe(before)
  await engine.dispose()
})

test("errors have codes, and the present model stays", async () => {
  const engine = await engineAtScene()
  const broken = { name: "broken.onnx", source: new Uint8Array([8, 7, 18]), backend: "auto" } as const
  await expect(engine.load(broken)).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) })
  expect((await explained(engine)).at(-1)!.done).toBe(true)
  await expect(engineHere().predict(settings)).rejects.toMatchObject({ code: "TOO_EARLY" })
  await engine.dispose()
})
