import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url))

/** What the command line prints with `--json`, as a document. Errors are documents too. */
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
