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
