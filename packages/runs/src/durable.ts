import { open, rename } from "node:fs/promises"
import { dirname } from "node:path"

/** Writes a file whole or not at all, even if the machine loses power. Replaces a file of that name. */
export async function writeDurably(
  path: string,
  content: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const draft = `${path}.part`
  const file = await open(draft, "w")
  try {
    for await (const text of content) await file.write(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(dirname(path))
}

/** Makes the names in a folder durable, on systems where a folder can be synchronized. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
