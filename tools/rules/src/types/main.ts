// Checks the types of all packages in one process of the compiler, which reads each declaration once for all of them: a
// process for each package takes four times as long.
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const configurations = globSync("{packages,apps,tools}/*/tsconfig.json", { cwd: root })
  .concat("examples/tsconfig.json")
  .map((file) => {
    // Below the package, where the compiler finds `types`.
    const configuration = join(root, dirname(file), "node_modules/.cache/typecheck/tsconfig.json")
    mkdirSync(dirname(configuration), { recursive: true })
    const content = {
      extends: join(root, file),
      // The built declarations of other packages: from their sources, each package would check all that it imports.
      compilerOptions: { customConditions: null },
    }
    writeFileSync(configuration, JSON.stringify(content))
    return configuration
  })
const { status } = spawnSync("tsc", ["-b", ...configurations], { stdio: "inherit" })
process.exit(status ?? 1)
