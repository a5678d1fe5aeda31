import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { all, brief, writeFolder } from "../../test/files.ts"
import { isItem } from "../data-set.ts"
import { coco } from "./coco.ts"
import { addPolygon } from "./polygons.ts"
import { addRuns } from "./rle.ts"

/** Draws a mask as rows of `.` and `#`. */
const draw = (mask: Uint8Array, width: number) =>
  Array.from({ length: mask.length / width }, (_, row) =>
    Array.from(mask.subarray(row * width, (row + 1) * width), (pixel) => (pixel === 1 ? "#" : ".")).join(""),
  )

test("runs go down the columns, and compressed ones are those of pycocotools", () => {
  const plain = new Uint8Array(90)
  expect(addRuns({ size: [9, 10], counts: [6, 1, 40, 4, 5, 4, 5, 4, 21] }, plain)).toBe(true)
  expect(draw(plain, 10)).toEqual([
    "..........",
    "..........",
    ".....###..",
    ".....###..",
    ".....###..",
    ".....###..",
    "#.........",
    "..........",
    "..........",
  ])
  const packed = new Uint8Array(90)
  expect(addRuns({ size: [9, 10], counts: "61X13mN000`0" }, packed)).toBe(true)
  expect(packed).toEqual(plain)
})

test("runs that do not fit the image are refused", () => {
  const refused = (counts: readonly number[] | string, size: readonly [number, number] = [2, 2]) =>
    addRuns({ size, counts }, new Uint8Array(4))
  expect(refused([1, 3])).toBe(true)
  expect(refused([1, 2])).toBe(false)
  expect(refused([1, 4])).toBe(false)
  expect(refused([5, -1])).toBe(false)
  expect(refused([1.5, 2.5])).toBe(false)
  expect(refused([1, 3], [4, 2])).toBe(false)
  expect(refused("oooooooooooo")).toBe(false)
  expect(refused("1 3")).toBe(false)
  expect(refused(Array.from({ length: 1000 }, () => 0))).toBe(false)
})

test("a polygon has the pixels whose centres it encloses", () => {
  const rectangle = new Uint8Array(24)
  addPolygon([1, 1, 4, 1, 4, 3, 1, 3], rectangle, 6)
  expect(draw(rectangle, 6)).toEqual(["......", ".###..", ".###..", "......"])
  const triangle = new Uint8Array(24)
  addPolygon([0, 0, 6, 0, 0, 4], triangle, 6)
  expect(draw(triangle, 6)).toEqual(["#####.", "####..", "##....", "#....."])
  const beyond = new Uint8Array(24)
  addPolygon([-5, -5, 50, -5, 50, 50, -5, 50], beyond, 6)
  expect(beyond).toEqual(new Uint8Array(24).fill(1))
})

const images = [
  { id: 7, file_name: "b.jpg", width: 4, height: 3 },
  { id: 3, file_name: "a.jpg", width: 4, height: 3 },
]
const categories = [
  { id: 18, name: "dog" },
  { id: 1, name: "person" },
]
const dog = {
  id: 100,
  image_id: 3,
  category_id: 18,
  bbox: [1, 1, 2, 2],
  iscrowd: 0,
  segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]],
}
const crowd = {
  id: 101,
  image_id: 3,
  category_id: 18,
  bbox: [3, 0, 1, 3],
  iscrowd: 1,
  segmentation: { size: [3, 4], counts: [9, 3] },
}

const folderOf = (instances: object | string, others = {}) =>
  writeFolder({ "annotations/instances_val.json": instances, "val/a.jpg": "a", "val/b.jpg": "b", ...others })

test("objects, masks and captions belong to their images, whatever the order of the file", async () => {
  const captions = {
    images,
    annotations: [
      { image_id: 3, caption: "A dog.\n" },
      { image_id: 7, caption: "Nothing." },
      { image_id: 3, caption: "Dogs." },
    ],
  }
  const folder = folderOf(
    { annotations: [dog, crowd], categories, images },
    { "annotations/captions_val.json": captions },
  )
  const data = await coco(folder, { split: "val", captions: true })
  expect(data.classes).toEqual(["person", "dog"])
  expect(await all(data.ids())).toEqual(["b.jpg", "a.jpg"])
  const entries = await all(data.entries(["a.jpg", "b.jpg"]))
  expect(brief(entries)).toEqual(["a.jpg: dog 1", "b.jpg: "])
  const [first, second] = entries.filter(isItem)
  expect(first.objects).toMatchObject([
    { label: "dog", box: { x: 1, y: 1, width: 2, height: 2 } },
    { label: "dog", box: { x: 3, y: 0, width: 1, height: 3 }, crowd: true },
  ])
  expect(first.captions).toEqual(["A dog.", "Dogs."])
  expect(second.captions).toEqual(["Nothing."])
  expect(draw((await first.mask!("dog"))!, 4)).toEqual(["...#", ".###", ".###"])
  expect(await first.mask!("person")).toBeUndefined()
  expect(new TextDecoder().decode(await first.open())).toBe("a")
})

test("corrupt annotations are errors with their numbers; the other images are items", async () => {
  const folder = folderOf({
    images: [
      ...images,
      { id: 8, file_name: "../../b.jpg", width: 1, height: 1 },
      { id: 9, file_name: "c.jpg", width: 1e9, height: 1e9 },
      { id: 10, file_name: "a.jpg", width: 1, height: 1 },
      5,
    ],
    categories,
    annotations: [dog, { ...dog, id: 1, image_id: 7, bbox: "all" }, { ...dog, id: 2, image_id: 99 }, null],
  })
  const entries = await all((await coco(folder, { split: "val" })).entries())
  expect(brief(entries).sort()).toEqual([
    "../../b.jpg: PATH_OUTSIDE",
    "a.jpg: dog 1",
    'annotations/instances_val.json annotation "at 4": ANNOTATION_INVALID',
    "annotations/instances_val.json annotation 2: ANNOTATION_INVALID",
    'annotations/instances_val.json image "at 6": ANNOTATION_INVALID',
    "annotations/instances_val.json image 10: ID_REPEATED",
    "annotations/instances_val.json image 9: ANNOTATION_INVALID",
    "b.jpg: ANNOTATION_INVALID",
  ])
  expect(entries).toContainEqual(
    expect.objectContaining({
      id: "b.jpg",
      error: expect.objectContaining({ place: "annotations/instances_val.json annotation 1" }),
    }),
  )
})

test("a segmentation that does not fit is an error when its mask is asked for", async () => {
  for (const segmentation of [
    [[1, 2]],
    "all",
    { size: [3, 4], counts: [1] },
    { size: [9, 9], counts: [81] },
    [["a"]],
  ]) {
    const folder = folderOf({ images, categories, annotations: [{ ...dog, segmentation }] })
    const [, first] = (await all((await coco(folder, { split: "val" })).entries())).filter(isItem)
    await expect(first.mask!("dog")).rejects.toMatchObject({
      code: "ANNOTATION_INVALID",
      data: { place: "annotations/instances_val.json annotation 100" },
    })
  }
})

test("a file that is cut, or of another kind, is a coded error", async () => {
  const text = JSON.stringify({ images, categories, annotations: [dog] })
  for (const content of [text.slice(0, -20), "[]", "{}", "not JSON", ""])
    await expect(coco(folderOf(content), { split: "val" })).rejects.toMatchObject({
      code: "DATA_SET_INVALID",
    })
  await expect(coco(folderOf(text), { split: "train" })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
})

test("a long file is read without holding its annotations", async () => {
  const folder = folderOf({})
  const many = Array.from({ length: 20_000 }, (_, at) =>
    JSON.stringify({ ...dog, id: at, image_id: 7 }),
  ).join(",")
  writeFileSync(
    join(folder, "annotations/instances_val.json"),
    `{"images":${JSON.stringify(images)},"annotations":[${many}],"categories":${JSON.stringify(categories)}}`,
  )
  const data = await coco(folder, { split: "val" })
  const first = (await all(data.entries(["a.jpg"]))).find(isItem)!
  expect(first.objects).toEqual([])
})
