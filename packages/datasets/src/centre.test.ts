import { expect, test } from "vitest"
import { centre } from "./centre.ts"
import type { Entry, Item } from "./data-set.ts"

const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side })

function item(id: string, objects: Item["objects"]): Item {
  const names = [...new Set(objects.map(({ label }) => label))]
  return {
    id,
    size: { width: 100, height: 100 },
    labels: names.map((name) => ({ name })),
    objects,
    open: async () => new Uint8Array(),
  }
}

async function* yielded(...entries: readonly Entry[]) {
  yield* entries
}

test("the mean is over classes, and classes with difficult objects only do not count", async () => {
  const { accuracy, classes, failures } = await centre(
    yielded(
      item("1", [{ label: "dog", box: box(40, 40, 20) }]),
      item("2", [{ label: "dog", box: box(0, 0, 10) }]),
      // 14 pixels from the middle: the tolerance is 15.
      item("3", [{ label: "dog", box: box(64, 50, 10) }]),
      item("4", [
        { label: "cat", box: box(0, 0, 10), difficult: true },
        { label: "cow", box: box(80, 80, 10) },
      ]),
      { id: "5", error: { code: "ANNOTATION_INVALID", message: "" } },
    ),
  )
  expect(accuracy).toBeCloseTo((2 / 3 + 0) / 2, 12)
  expect([...classes]).toEqual([
    ["dog", { hits: 2, tries: 3 }],
    ["cow", { hits: 0, tries: 1 }],
  ])
  expect(failures.map(({ id }) => id)).toEqual(["5"])
})

test("masks count more than boxes, and a mask that cannot be read is a failure", async () => {
  const mask = new Uint8Array(100 * 100)
  const whole = item("1", [{ label: "dog", box: box(0, 0, 100) }])
  const { accuracy } = await centre(yielded({ ...whole, mask: async () => mask }))
  expect(accuracy).toBe(0)
  const broken = {
    ...whole,
    mask: async () => {
      throw Object.assign(new TypeError("not ours"))
    },
  }
  await expect(centre(yielded(broken))).rejects.toThrow("not ours")
})
