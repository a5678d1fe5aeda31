import { readFile } from "node:fs/promises"
import { models } from "@pami/zoo"
import { expect, test } from "vitest"
import type { Snapshot } from "../../src/engine/contract.ts"
import { engineHere, scene, settings } from "./fixtures.ts"

const { onnx, labels } = models["scenes-detect"]
const beside = {
  file: "detect.onnx",
  near: {},
  labels: { name: "labels.txt", text: new TextEncoder().encode(labels.join("\n")) },
}

test("a detector's objects have names, boxes and maps, all from one sweep", async () => {
  const engine = engineHere()
  const source = new Uint8Array(await readFile(onnx))
  await engine.load({ name: "detect.onnx", source, backend: "onnxruntime-web:wasm", beside })
  await engine.setImage(scene, "scene.png")
  const { task, classes } = await engine.predict(settings)
  expect(task).toBe("detection")
  expect(
    classes
      .slice(0, 2)
      .map(({ label }) => label)
      .toSorted(),
  ).toEqual(["butterfly", "mushroom"])
  const told: Snapshot[] = []
  const [first, second] = classes.map((entry) => ({ target: entry.class, versus: null }))
  await engine.explain(settings, first, (snapshot) => void told.push(snapshot))
  const before = await engine.passes()
  const maps = [told.at(-1)!.view, await engine.read(second)]
  expect(await engine.passes()).toBe(before)
  for (const [k, { map, width }] of maps.entries()) {
    const box = classes[k].box!
    const mean = (isInside: boolean) => {
      const values = map.filter((_, unit) => {
        const [x, y] = [unit % width, Math.floor(unit / width)]
        const within = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
        return within === isInside
      })
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    expect(mean(true)).toBeGreaterThan(mean(false))
  }
  expect((await engine.manifest()).maps).toHaveLength(1)
  await engine.dispose()
})

test("a model that gives the same bits every time sees the image and its baseline once, for the same map", async () => {
  const maps = []
  for (const isRepeatable of [false, true]) {
    const engine = engineHere()
    const source = new Uint8Array(await readFile(onnx))
    await engine.load({ name: "detect.onnx", source, backend: "onnxruntime-web:wasm", beside, isRepeatable })
    await engine.setImage(scene, "scene.png")
    const few = { ...settings, passes: 20 }
    const { classes } = await engine.predict(few)
    if (isRepeatable) expect(await engine.passes()).toBe(2)
    await engine.explain(few, { target: classes[0].class, versus: null }, () => {})
    maps.push((await engine.manifest()).maps)
    await engine.dispose()
  }
  expect(maps[1]).toEqual(maps[0])
})
