import { randomBytes } from "node:crypto"
import { open, readdir, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"

/** Writes a file whole or not at all, even if the machine loses power. Replaces a file of that name. */
export async function writeDurably(
  path: string,
  content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  // Two processes may write the same file.
  const draft = `${path}.${randomBytes(6).toString("hex")}.part`
  try {
    const file = await open(draft, "wx")
    try {
      for await (const part of content) await file.appendFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(dirname(path))
}

/** Removes drafts in a folder that killed processes left behind. No other process may write there. */
export async function removeDrafts(folder: string, name = ""): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const one of names)
    if (one.startsWith(name) && /\.[\da-f]{12}\.part$/.test(one)) await rm(join(folder, one), { force: true })
}

/** Makes the names in a folder durable, on systems where a folder can be synchronized. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
