import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Path of the repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url))

/** A compilation: a configuration that changes the one of a package. */
export interface Configuration {
  readonly extends: string
  readonly compilerOptions: Readonly<Record<string, unknown>>
  readonly include?: readonly string[]
  readonly references?: readonly { readonly path: string }[]
}

/** Returns where the configuration of a package is written: below the package, where the compiler finds its `types`. */
export function pathOf(folder: string, name: string): string {
  return join(root, folder, "node_modules/.cache", name, "tsconfig.json")
}

/**
 * Runs the compiler once for all configurations, and ends this process with its status. It reads each declaration once:
 * a process for each package takes four times as long.
 */
export function compile(configurations: ReadonlyMap<string, Configuration>): never {
  for (const [path, configuration] of configurations) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(configuration))
  }
  const { status, error } = spawnSync("tsc", ["-b", ...configurations.keys()], { stdio: "inherit" })
  if (error) throw error
  process.exit(status ?? 1)
}
