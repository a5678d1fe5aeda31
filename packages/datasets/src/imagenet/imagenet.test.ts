import { expect, test } from "vitest"
import { all, brief, writeFolder } from "../../test/files.ts"
import { imagenet } from "./imagenet.ts"

const solution = `ImageId,PredictionString
v1,n02 10 20 110 220 n01 1 2 3 4 n02 5 5 6 6
v2,n01 1 2 3
v3,n09 1 2 3 4
v4,n01 9 2 3 4
v1,n01 1 2 3 4
v5,n01 1 2 3 4
v6,n01 0 0 4 4
`
const mapping = "n01 tench, Tinca tinca\nn02 goldfish\n"

test("boxes and synsets of LOC_val_solution.csv; what is corrupt is an error with its line", async () => {
  const folder = writeFolder({
    "LOC_val_solution.csv": solution,
    "LOC_synset_mapping.txt": mapping,
    "val/v1.JPEG": "",
    "val/v3.JPEG": "",
    "val/n01/v6.JPEG": "",
  })
  const data = await imagenet(folder)
  expect(data.classes).toEqual(["n01", "n02"])
  const entries = await all(data.entries())
  expect(brief(entries)).toEqual([
    "v1: n02 1, n01 0",
    "v2: ANNOTATION_INVALID",
    "v3: CLASS_UNKNOWN",
    "v4: ANNOTATION_INVALID",
    "v1: ID_REPEATED",
    "v5: FILE_NOT_FOUND",
    "v6: n01 0",
  ])
  expect(entries[0]).toMatchObject({
    objects: [
      { label: "n02", box: { x: 10, y: 20, width: 100, height: 200 } },
      { label: "n01", box: { x: 1, y: 2, width: 2, height: 2 } },
      { label: "n02", box: { x: 5, y: 5, width: 1, height: 1 } },
    ],
  })
  expect(entries[1]).toMatchObject({ error: { place: "LOC_val_solution.csv line 3" } })
  expect(brief(await all(data.entries(["v6", "v4"])))).toEqual(["v6: n01 0", "v4: ANNOTATION_INVALID"])
  // A repeated image does not count as sound because its first row is.
  expect(brief(await all(data.entries(["v1"])))).toEqual(["v1: ID_REPEATED"])
})

test("without the list of synsets, classes have names only", async () => {
  const folder = writeFolder({ "boxes.csv": "ImageId,PredictionString\nv1,n02 1 2 3 4\n", "v1.JPEG": "" })
  const data = await imagenet(folder, { solution: "boxes.csv" })
  expect(brief(await all(data.entries()))).toEqual(["v1: n02 undefined"])
})
