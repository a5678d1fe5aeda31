import { mkdir, writeFile } from "node:fs/promises"
import { fixtureFiles } from "./fixture-files.ts"

for (const [path, bytes] of fixtureFiles()) {
  const file = new URL(`../fixtures/${path}`, import.meta.url)
  await mkdir(new URL(".", file), { recursive: true })
  await writeFile(file, bytes)
  console.log(`fixtures/${path} ${bytes.length} bytes`)
}
