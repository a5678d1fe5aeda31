import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { write } from "./gather.ts"
import { root } from "./repository.ts"

/** Writes a page for each command of the command line, which its program prints. */
export function writeCommands(folder: string): void {
  const printed = execFileSync(process.execPath, ["-C", "source", "reference/main.ts"], {
    cwd: join(root, "apps/cli"),
    encoding: "utf8",
  })
  for (const [name, page] of Object.entries(JSON.parse(printed) as Record<string, string>))
    write(join(folder, `${name}.md`), page)
}
