import { mkdir, writeFile } from "node:fs/promises"
import { expectedFiles } from "./expected-files.ts"

for (const [path, bytes] of await expectedFiles()) {
  const file = new URL(`../expected/${path}`, import.meta.url)
  await mkdir(new URL(".", file), { recursive: true })
  await writeFile(file, bytes)
  console.log(`expected/${path} ${bytes.length} bytes`)
}
