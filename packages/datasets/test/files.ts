import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"
import type { Entry } from "../src/index.ts"

/** Writes files into a new folder, which the test removes at its end, and returns it. */
export function writeFolder(files: Readonly<Record<string, string | Uint8Array | object>>): string {
  const root = mkdtempSync(join(tmpdir(), "pami-datasets-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    const plain = typeof content === "string" || content instanceof Uint8Array
    writeFileSync(path, plain ? content : JSON.stringify(content))
  }
  return root
}

/** Returns all entries. */
export async function all<Each>(entries: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = []
  for await (const entry of entries) found.push(entry)
  return found
}

/** Returns ids with the class of an item, or the code of an error. */
export function brief(entries: readonly Entry[]): string[] {
  return entries.map((entry) =>
    "error" in entry
      ? `${entry.id}: ${entry.error.code}`
      : `${entry.id}: ${entry.labels.map(({ name, index }) => `${name} ${index}`).join(", ")}`,
  )
}
