import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { expectedFiles } from "../scripts/expected-files.ts"
import { fixtureFiles } from "../scripts/fixture-files.ts"

describe.each([
  ["fixtures", async () => fixtureFiles()],
  ["expected", () => expectedFiles()],
] as const)("the files of %s/", (folder, make) => {
  const url = new URL(`../${folder}/`, import.meta.url)

  test("equal the output of its script, byte for byte", async () => {
    const files = await make()
    const entries = await readdir(fileURLToPath(url), { recursive: true, withFileTypes: true })
    const found = entries.filter((entry) => entry.isFile())
    expect(found).toHaveLength(files.size)
    for (const [path, bytes] of files)
      expect(Buffer.compare(await readFile(new URL(path, url)), bytes), path).toBe(0)
  })
})
