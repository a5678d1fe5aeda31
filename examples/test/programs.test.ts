import { readFile, rm } from "node:fs/promises"
import sharp from "sharp"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { run } from "./run.ts"

describe.each([
  ["node-script", [/^mushroom: \d\d\.\d %$/, /^butterfly: \d\d\.\d %$/]],
  ["own-backend", [/^green: \d\d\.\d % of the pixels$/]],
  ["own-target", [/^an animal: \d\d\.\d %$/, /^highest importance: 0\.\d\d$/]],
  ["own-partitioner", [/^mushroom: \d\d\.\d %$/, /^300 parts in 25 partitions$/]],
])("%s", (folder, lines) => {
  const figure = new URL(`../${folder}/figure.png`, import.meta.url)
  const clean = () => rm(figure, { force: true })
  beforeEach(clean)
  afterEach(clean)

  test("prints its answer and draws a figure", async () => {
    const printed = await run(folder, "explain.ts")
    expect(printed.slice(0, lines.length)).toEqual(lines.map((line) => expect.stringMatching(line)))
    const { format, width } = await sharp(await readFile(figure)).metadata()
    expect([format, width > 600]).toEqual(["png", true])
  })
})
