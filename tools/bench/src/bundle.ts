import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** Size of everything that @pami/core exports, minified and gzipped. */
export async function bundleSize(): Promise<[{ minified: string; gzipped: string; bytes: number }]> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve("@pami/core"))],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  })
  const code = outputFiles[0].contents
  const bytes = gzipSync(code, { level: 9 }).length
  return [
    { minified: `${(code.length / 1024).toFixed(1)} KB`, gzipped: `${(bytes / 1024).toFixed(1)} KB`, bytes },
  ]
}
