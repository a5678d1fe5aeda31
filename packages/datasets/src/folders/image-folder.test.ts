import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { all, brief, writeFolder } from "../../test/files.ts"
import { isItem } from "../data-set.ts"
import { imageFolder } from "./image-folder.ts"

test("each subfolder is a class, in the order of the names; other files are not images", async () => {
  const folder = writeFolder({
    "dog/b.jpg": "b",
    "dog/a.JPEG": "a",
    "cat/c.png": "c",
    "cat/notes.txt": "",
    "cat/.hidden.png": "",
  })
  const pets = await imageFolder(folder)
  expect(pets.classes).toEqual(["cat", "dog"])
  const entries = await all(pets.entries())
  expect(brief(entries)).toEqual(["cat/c.png: cat 0", "dog/a.JPEG: dog 1", "dog/b.jpg: dog 1"])
  const first = entries.find(isItem)!
  expect(new TextDecoder().decode(await first.open())).toBe("c")
})

test("entries are in the order of the ids that are asked for, and an unknown id is an error", async () => {
  const pets = await imageFolder(writeFolder({ "dog/a.jpg": "", "cat/c.png": "" }))
  expect(brief(await all(pets.entries(["dog/a.jpg", "cow/x.jpg", "cat/c.png"])))).toEqual([
    "dog/a.jpg: dog 1",
    "cow/x.jpg: ITEM_NOT_FOUND",
    "cat/c.png: cat 0",
  ])
})

test("classes.json and boxes.json annotate a flat folder; a file that is missing is an error", async () => {
  const folder = writeFolder({
    "a.jpg": "",
    "b.jpg": "",
    "d.jpg": "",
    "classes.json": { "a.jpg": 5, "b.jpg": "cat", "gone.jpg": 1, "d.jpg": -1 },
    "boxes.json": {
      "a.jpg": { width: 60, height: 40, boxes: [[3, 2, 51, 33]] },
      "b.jpg": { boxes: [[9, 0, 3, 1]] },
    },
  })
  const entries = await all((await imageFolder(folder)).entries())
  expect(brief(entries)).toEqual([
    "a.jpg: 5 5",
    "b.jpg: ANNOTATION_INVALID",
    "d.jpg: ANNOTATION_INVALID",
    "gone.jpg: FILE_NOT_FOUND",
  ])
  expect(entries[0]).toMatchObject({
    size: { width: 60, height: 40 },
    objects: [{ label: "5", box: { x: 3, y: 2, width: 48, height: 31 } }],
  })
  expect(entries[1]).toMatchObject({ error: { place: 'boxes.json "b.jpg"' } })
})

test("classes.csv annotates a flat folder, and a row without a class is an error with its line", async () => {
  const folder = writeFolder({
    "a.jpg": "",
    "b.jpg": "",
    "classes.csv": "file,class\r\na.jpg,7\r\nb.jpg,\r\n",
  })
  const entries = await all((await imageFolder(folder)).entries())
  expect(brief(entries)).toEqual(["a.jpg: 7 7", "b.jpg: ANNOTATION_INVALID"])
  expect(entries[1]).toMatchObject({ error: { place: "classes.csv line 3" } })
})

test("names and links that lead out of the folder are refused", async () => {
  const secret = writeFolder({ "secret.jpg": "secret" })
  const folder = writeFolder({
    "a.jpg": "",
    "classes.json": {
      "a.jpg": 0,
      "../secret.jpg": 1,
      [join(secret, "secret.jpg")]: 2,
      "x\0.jpg": 3,
      "link.jpg": 4,
    },
  })
  symlinkSync(join(secret, "secret.jpg"), join(folder, "link.jpg"))
  const entries = await all((await imageFolder(folder)).entries())
  expect(entries.map((entry) => ("error" in entry ? entry.error.code : entry.id)).sort()).toEqual([
    "PATH_OUTSIDE",
    "PATH_OUTSIDE",
    "PATH_OUTSIDE",
    "PATH_OUTSIDE",
    "a.jpg",
  ])
})

test("a folder or a class list that cannot be read is a coded error", async () => {
  await expect(imageFolder(join(writeFolder({}), "none"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  await expect(imageFolder(writeFolder({ "classes.json": "[1, 2]" }))).rejects.toMatchObject({
    code: "DATA_SET_INVALID",
  })
  await expect(imageFolder(writeFolder({ "classes.json": "{" }))).rejects.toMatchObject({
    code: "DATA_SET_INVALID",
  })
})
