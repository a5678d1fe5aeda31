import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url))

/** Runs the command line with `--json` and returns the document that it prints. Errors are documents too. */
export async function pami<Document>(args: readonly string[]): Promise<Document> {
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      ["-C", "source", program, ...args, "--json"],
      { maxBuffer: 2 ** 28 },
      (error, stdout) =>
        stdout === "" ? reject(error ?? new Error("nothing was printed")) : resolve(stdout),
    )
  })
  return JSON.parse(text) as Document
}
