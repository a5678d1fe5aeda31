import { expect, test } from "vitest"
import { all, writeFolder } from "../test/files.ts"
import { draw } from "./draw.ts"
import { imageFolder } from "./folders/image-folder.ts"

const names = Array.from({ length: 40 }, (_, at) => `class${at % 4}/${at}.jpg`)
const dataOf = (names: readonly string[]) =>
  imageFolder(writeFolder(Object.fromEntries(names.map((name) => [name, ""]))))
const idsOf = async (options: Parameters<typeof draw>[1]) =>
  (await all(draw(await dataOf(names), options))).map(({ id }) => id)

test("a seed draws the same items each time, another seed others", async () => {
  const first = await idsOf({ limit: 10, seed: 1 })
  expect(await idsOf({ limit: 10, seed: 1 })).toEqual(first)
  expect(await idsOf({ limit: 20, seed: 1 })).toEqual(expect.arrayContaining(first))
  expect(await idsOf({ limit: 10, seed: 2 })).not.toEqual(first)
  expect(new Set(first).size).toBe(10)
  expect(new Set(first.map((id) => id.split("/")[0])).size).toBeGreaterThan(1)
})

test("without a seed, items are in the order of the data set", async () => {
  expect(await idsOf({ limit: 3 })).toEqual(["class0/0.jpg", "class0/12.jpg", "class0/16.jpg"])
  expect(await idsOf({})).toHaveLength(40)
})

test("an item keeps its place in the random order when others are added", async () => {
  const more = [...names, "class4/new.jpg", "class9/new.jpg"]
  const larger = await dataOf(more)
  const ids = (await all(draw(larger, { seed: 5 }))).map(({ id }) => id)
  expect(ids.filter((id) => !id.includes("new"))).toEqual(await idsOf({ seed: 5 }))
})

test("the limit counts accepted items, and the others are yielded as skipped", async () => {
  const reason = { code: "WRONG", message: "the model sees another class" }
  const entries = await all(
    draw(await dataOf(names), {
      limit: 5,
      seed: 1,
      accept: async ({ labels }) => labels[0].index === 2 || reason,
    }),
  )
  const skipped = entries.filter((entry) => "skipped" in entry)
  expect(entries.length - skipped.length).toBe(5)
  expect(skipped.length).toBeGreaterThan(0)
  expect(skipped[0]).toMatchObject({ skipped: reason })
})

test("limits and seeds that make no sense are refused", async () => {
  await expect(idsOf({ limit: 0 })).rejects.toThrow(RangeError)
  await expect(idsOf({ seed: 0.5 })).rejects.toThrow(RangeError)
})
