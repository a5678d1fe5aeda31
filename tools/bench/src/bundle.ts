import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** A size of @pami/core in a bundle. */
export interface BundleSize {
  /** The names that are imported. */
  readonly imported: string
  readonly minified: string
  readonly gzipped: string
  /** Bytes, gzipped. */
  readonly bytes: number
}

// A program that explains a classifier's prediction.
const toExplain = ["explain", "average", "denseInput", "slidingWindow", "classProbability"]

/** Returns the size of @pami/core, minified and gzipped: of what a program imports to explain, and of everything. */
export async function bundleSize(): Promise<[toExplain: BundleSize, everything: BundleSize]> {
  return [await sizeOf(toExplain.join(", ")), await sizeOf("*")]
}

async function sizeOf(imported: string): Promise<BundleSize> {
  const entry = fileURLToPath(import.meta.resolve("@pami/core"))
  const names = imported === "*" ? "*" : `{ ${imported} }`
  const { outputFiles } = await build({
    stdin: {
      contents: `export ${names} from ${JSON.stringify(entry)}`,
      resolveDir: dirname(entry),
      loader: "ts",
    },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  })
  const code = outputFiles[0].contents
  const bytes = gzipSync(code, { level: 9 }).length
  const kilobytes = (length: number) => `${(length / 1024).toFixed(1)} KB`
  return { imported, minified: kilobytes(code.length), gzipped: kilobytes(bytes), bytes }
}
