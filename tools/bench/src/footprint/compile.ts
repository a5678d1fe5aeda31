import { mkdtemp } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const here = fileURLToPath(new URL(".", import.meta.url))
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url))

/**
 * Compiles programs of this folder to JavaScript, as Node takes 20 MB to strip types. Packages stay outside: they are
 * the built ones.
 *
 * @returns the folder with a file `NAME.mjs` for each of them, below the packages
 */
export async function compile(...names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(modules, ".footprint-"))
  await build({
    entryPoints: names.map((name) => join(here, `${name}.ts`)),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
  })
  return folder
}
