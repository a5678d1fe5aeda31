import { mkdir, readdir, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"

const require = createRequire(import.meta.url)

/**
 * Writes the files of a model that a package contains as scripts, `model.min.js` and one per shard of base64 weights.
 * Runs these scripts. Returns the path of `model.json`.
 */
export async function unpackScripts(folder: string, into: string): Promise<string> {
  await mkdir(into, { recursive: true })
  for (const script of await readdir(folder)) {
    if (!script.endsWith(".min.js")) continue
    const name = script.slice(0, -".min.js".length)
    const content = exportedBy(require(join(folder, script)))
    const file = name === "model" ? "model.json" : name
    const bytes = typeof content === "string" ? Buffer.from(content, "base64") : JSON.stringify(content)
    await writeFile(join(into, file), bytes)
  }
  return join(into, "model.json")
}

function exportedBy(module: unknown): unknown {
  const { default: inner } = module as { default?: unknown }
  return inner === undefined ? module : exportedBy(inner)
}
