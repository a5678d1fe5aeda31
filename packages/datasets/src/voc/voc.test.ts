import { encodePng } from "@pami/image/node"
import { expect, test } from "vitest"
import { all, brief, writeFolder } from "../../test/files.ts"
import { isItem } from "../data-set.ts"
import { vocColor } from "./classes.ts"
import { voc } from "./voc.ts"

const object = (name: string, box: readonly number[], difficult = 0) =>
  `<object><name>${name}</name><difficult>${difficult}</difficult><bndbox>${["xmin", "ymin", "xmax", "ymax"]
    .map((side, at) => `<${side}>${box[at]}</${side}>`)
    .join("")}</bndbox><part><name>head</name></part></object>`

const annotation = (objects: string) =>
  `<?xml version="1.0"?><annotation><filename>x.jpg</filename><size><width>4</width><height>3</height><depth>3</depth></size>${objects}</annotation>`

test("boxes are numbered from 1 in the file, and from 0 here; difficult objects are marked", async () => {
  const folder = writeFolder({
    "ImageSets/Main/test.txt": "000001\n000002 -1\n",
    "Annotations/000001.xml": annotation(object("dog", [1, 1, 4, 3]) + object("person", [2, 2, 2, 2], 1)),
    "Annotations/000002.xml": annotation(""),
    "JPEGImages/000001.jpg": "",
    "JPEGImages/000002.jpg": "",
  })
  const entries = await all((await voc(folder)).entries())
  expect(brief(entries)).toEqual(["000001: dog 11, person 14", "000002: "])
  expect(entries[0]).toMatchObject({
    size: { width: 4, height: 3 },
    objects: [
      { label: "dog", box: { x: 0, y: 0, width: 4, height: 3 } },
      { label: "person", box: { x: 1, y: 1, width: 1, height: 1 }, difficult: true },
    ],
  })
})

test("corrupt annotations are errors with their file", async () => {
  const bomb = `<!DOCTYPE a [<!ENTITY b "${"x".repeat(1000)}"><!ENTITY c "&b;&b;&b;">]>`
  const files = {
    cut: "<annotation><size>",
    other: "<html></html>",
    size: "<annotation><size><width>0</width><height>3</height></size></annotation>",
    class: annotation(object("unicorn", [1, 1, 2, 2])),
    box: annotation(object("dog", [3, 1, 2, 2])),
    bomb: annotation(object("&c;", [1, 1, 2, 2])).replace("<annotation>", `${bomb}<annotation>`),
    nested: annotation("<a>".repeat(5000) + "</a>".repeat(5000)),
  }
  const names = Object.keys(files)
  const folder = writeFolder({
    "ImageSets/Main/val.txt": [...names, "absent", "../../etc/passwd"].join("\n"),
    ...Object.fromEntries(
      names.map((name) => [`Annotations/${name}.xml`, files[name as keyof typeof files]]),
    ),
    ...Object.fromEntries(names.map((name) => [`JPEGImages/${name}.jpg`, ""])),
  })
  const entries = await all((await voc(folder, { split: "val" })).entries())
  expect(brief(entries)).toEqual([
    "cut: ANNOTATION_INVALID",
    "other: ANNOTATION_INVALID",
    "size: ANNOTATION_INVALID",
    "class: CLASS_UNKNOWN",
    "box: ANNOTATION_INVALID",
    "bomb: CLASS_UNKNOWN",
    "nested: ANNOTATION_INVALID",
    "absent: FILE_NOT_FOUND",
    "../../etc/passwd: PATH_OUTSIDE",
  ])
  expect(entries[0]).toMatchObject({ error: { place: "Annotations/cut.xml" } })
})

test("a mask has the pixels in the colour of the class", async () => {
  expect([1, 12, 15, 20].map(vocColor)).toEqual([
    [128, 0, 0],
    [64, 0, 128],
    [192, 128, 128],
    [0, 64, 128],
  ])
  const data = new Uint8Array(36)
  for (const pixel of [0, 5, 11]) data.set(vocColor(12), 3 * pixel)
  data.set(vocColor(15), 3 * 7)
  data.set([224, 224, 192], 3 * 8)
  const folder = writeFolder({
    "ImageSets/Segmentation/test.txt": "1\n2\n",
    "Annotations/1.xml": annotation(object("dog", [1, 1, 4, 3])),
    "Annotations/2.xml": annotation(object("dog", [1, 1, 4, 3])),
    "JPEGImages/1.jpg": "",
    "JPEGImages/2.jpg": "",
    "SegmentationClass/1.png": await encodePng({ width: 4, height: 3, channels: 3, data }),
    "SegmentationClass/2.png": await encodePng({ width: 3, height: 4, channels: 3, data }),
  })
  const [first, second] = (await all((await voc(folder, { masks: true })).entries())).filter(isItem)
  expect([...(await first.mask!("dog"))!]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
  expect([...(await first.mask!("person"))!]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
  await expect(second.mask!("dog")).rejects.toMatchObject({ code: "ANNOTATION_INVALID" })
})
