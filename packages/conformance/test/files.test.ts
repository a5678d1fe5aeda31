import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { expectedFiles } from "../scripts/expected-files.ts"
import { fixtureFiles } from "../scripts/fixture-files.ts"
import { zooSubjects } from "../src/maps/zoo.ts"

// In 64 bits in plain JavaScript, large networks take half a minute. Their truth is also compared with that of fast backends.
const everyNetwork = process.env["PAMI_EVERY_CHECK"] !== undefined
const small = ["scenes", "loans", "signals"]
const subjects = zooSubjects.filter(({ name }) => everyNetwork || small.includes(name.split("/")[0]))

describe.each([
  ["fixtures", async () => fixtureFiles(), undefined],
  ["expected", () => expectedFiles(subjects), 2 * zooSubjects.length],
] as const)("the files of %s/", (folder, make, count) => {
  const url = new URL(`../${folder}/`, import.meta.url)

  test("equal the output of its script, byte for byte", async () => {
    const files = await make()
    const entries = await readdir(fileURLToPath(url), { recursive: true, withFileTypes: true })
    const found = entries.filter((entry) => entry.isFile())
    expect(found).toHaveLength(count ?? files.size)
    for (const [path, bytes] of files)
      expect(Buffer.compare(await readFile(new URL(path, url)), bytes), path).toBe(0)
  })
})
