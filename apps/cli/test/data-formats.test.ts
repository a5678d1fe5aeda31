import { mkdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { encodePng } from "@pami/image/node"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, folder, pami } from "./fixtures.ts"

const side = 32
let model: string
let image: Uint8Array

beforeAll(async () => {
  const at = folder()
  model = file(at, "model.onnx", brightness({ size: side }))
  // The model's first class, whatever its name, is the brightness of red.
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i % 3 === 0 ? 200 : 20))
  image = await encodePng({ width: side, height: side, channels: 3, data })
})

/** Writes files into a fresh folder, with the folders that their names need. */
function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  const at = folder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    file(at, name, content)
  }
  return at
}

const annotation = `<annotation><filename>000001.jpg</filename><size><width>32</width><height>32</height><depth>3</depth></size>
<object><name>cat</name><difficult>0</difficult><bndbox><xmin>5</xmin><ymin>5</ymin><xmax>20</xmax><ymax>20</ymax></bndbox></object></annotation>`
const instances = JSON.stringify({
  images: [{ id: 7, file_name: "7.jpg", width: side, height: side }],
  categories: [{ id: 3, name: "cat" }],
  annotations: [
    {
      id: 1,
      image_id: 7,
      category_id: 3,
      iscrowd: 0,
      bbox: [4, 4, 16, 16],
      segmentation: [[4, 4, 20, 4, 20, 20, 4, 20]],
    },
  ],
})

test.each([
  [
    "Pascal VOC",
    () =>
      write({
        "Annotations/000001.xml": annotation,
        "ImageSets/Main/test.txt": "000001\n",
        "JPEGImages/000001.jpg": image,
      }),
    "",
    [],
    "000001",
    "cat",
  ],
  [
    "COCO",
    () => write({ "annotations/instances_val.json": instances, "val/7.jpg": image }),
    "",
    ["--split", "val"],
    "7.jpg",
    "cat",
  ],
  [
    "COCO with one part",
    () => write({ "annotations/instances_val.json": instances, "val/7.jpg": image }),
    "",
    [],
    "7.jpg",
    "cat",
  ],
  [
    "ImageNet",
    () =>
      write({
        "LOC_val_solution.csv": "ImageId,PredictionString\nval_1,n01 4 4 20 20 \n",
        "val/val_1.JPEG": image,
      }),
    "",
    [],
    "val_1",
    "n01",
  ],
  [
    "a folder for each class",
    () => write({ "cat/a.png": image, "dog/b.png": "corrupt" }),
    "",
    [],
    "cat/a.png",
    "cat",
  ],
  [
    "a list",
    () => write({ "list.csv": "image,label\na.png,cat\n", "a.png": image }),
    "list.csv",
    [],
    "line 2",
    "cat",
  ],
] as const)("%s is recognised by its files", async (_, data, name, options, input, label) => {
  const at = data()
  const labels = file(folder(), "labels.txt", `${label}\ngreen\nblue\n`)
  const out = join(folder(), "out")
  const judged = ["--methods", "occlusion", "--passes", "9", "--metrics", "deletion:black,pointing:exact"]
  const args = ["evaluate", join(at, name), "--model", model, "--labels", labels, "--preset", "0-1"]
  const { status, stderr } = await pami([
    ...args,
    ...judged,
    "--only-correct",
    ...options,
    "--out",
    out,
    "--quiet",
  ])
  expect([0, 3], stderr).toContain(status)
  const lines = readFileSync(join(out, "results.jsonl"), "utf8").trimEnd().split("\n")
  const found = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["input"] === input)
  expect(found, stderr).toMatchObject([
    { metric: "deletion:black", class: 0, label, value: expect.any(Number) },
    { metric: "pointing:exact" },
  ])
})

test("COCO with several parts asks for one, and other data sets have none", async () => {
  const at = write({ "annotations/instances_a.json": instances, "annotations/instances_b.json": instances })
  const evaluate = (data: string, ...rest: string[]) =>
    pami(["evaluate", data, "--model", model, "--out", join(folder(), "out"), ...rest])
  expect(await evaluate(at)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("annotations of a, b; name one"),
  })
  expect(await evaluate(write({ "a.png": image }), "--split", "val")).toMatchObject({ status: 2 })
  expect(await evaluate(join(write({ "a.txt": "" }), "a.txt"))).toMatchObject({ status: 2 })
})
