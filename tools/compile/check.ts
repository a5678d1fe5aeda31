// Checks the types of all packages, tests included, against the declarations that `build.ts` writes of the packages that
// they import: against their sources, each package would check all that it imports.
import { globSync } from "node:fs"
import { dirname, join } from "node:path"
import { compile, pathOf, root } from "./compile.ts"

const files = [...globSync("{packages,apps,tools}/*/tsconfig.json", { cwd: root }), "examples/tsconfig.json"]
compile(
  new Map(
    files.map((file) => [
      pathOf(dirname(file), "check"),
      { extends: join(root, file), compilerOptions: { customConditions: null } },
    ]),
  ),
)
