import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { imageFolder } from "../src/index.ts"
import type { DataSet } from "../src/index.ts"

// The examples in doc comments take these for granted: a folder of pets, a table of reviews, and shapes with boxes.
export const folder = mkdtempSync(join(tmpdir(), "pami-datasets-examples-"))
for (const name of ["cat", "dog"]) {
  mkdirSync(join(folder, "pets", name), { recursive: true })
  writeFileSync(join(folder, "pets", name, "1.jpg"), "")
}
writeFileSync(join(folder, "reviews.csv"), "review,label\nGood,1\n")
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))

export const pets = await imageFolder(join(folder, "pets"))
export const shapes: Pick<DataSet, "entries"> = {
  async *entries() {
    for (const [label, x] of [
      ["disc", 0],
      ["square", 40],
    ] as const)
      yield {
        id: label,
        size: { width: 100, height: 100 },
        labels: [{ name: label }],
        objects: [{ label, box: { x, y: 40, width: 20, height: 20 } }],
        open: async () => new Uint8Array(),
      }
  },
}
