// Compiles assembly/slic-assign.ts to src/slic/kernel-bytes.ts. Run: npm run assembly
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { main } from "assemblyscript/asc"

/** Compiles the kernel and returns the module as base64. */
export async function compiledKernel(): Promise<string> {
  let bytes: Uint8Array = new Uint8Array(0)
  const files = ["assembly/slic-assign.ts", "--baseDir", import.meta.dirname, "--outFile", "kernel.wasm"]
  const options = ["--enable", "simd", "-O3", "--converge", "--noAssert", "--runtime", "stub"]
  const { error, stderr } = await main([...files, ...options], {
    writeFile: (_, contents) => {
      if (typeof contents !== "string") bytes = contents
    },
  })
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`)
  return Buffer.from(bytes).toString("base64")
}

if (import.meta.main) {
  writeFileSync(
    join(import.meta.dirname, "src/slic/kernel-bytes.ts"),
    `/** assembly/slic-assign.ts, compiled and base64-encoded by \`npm run assembly\`. */
export const kernelBytes =
  "${await compiledKernel()}"
`,
  )
}
