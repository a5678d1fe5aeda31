import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { methods } from "../../src/ui/learn/measured.ts"

test("the figures of the lessons are those of the document on quality", async () => {
  const document = await readFile(new URL("../../../../docs/quality.md", import.meta.url), "utf8")
  const [, section] = document.split("## Methods at equal passes")
  const rows = section.split("\n").filter((line) => line.startsWith("|"))
  const written = (share: number) => share.toFixed(3).replace("0.", ".")
  for (const { id, insertion, pointing, energy } of methods) {
    const first = rows.findIndex((row) => row.split("|")[1].replaceAll("*", "").trim() === id)
    const at600 = rows[first + 1].split("|").map((cell) => cell.trim())
    expect(at600.slice(2), id).toEqual([
      "600",
      written(insertion),
      expect.any(String),
      `${pointing} %`,
      expect.any(String),
      written(energy),
      "",
    ])
  }
})
