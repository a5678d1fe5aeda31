// Checks the types of all packages, tests and examples included, against the declarations that `build.ts` writes of the
// packages that they import: against their sources, each package would check all that it imports.
import { globSync } from "node:fs"
import { dirname, join } from "node:path"
import { writeBlocks } from "@pami/examples/blocks"
import { writeExamples } from "@pami/examples/write"
import { compile, type Configuration, pathOf, root } from "./compile.ts"

const files = [...globSync("{packages,apps,tools}/*/tsconfig.json", { cwd: root }), "examples/tsconfig.json"]
const packages = files.map((file): [string, Configuration] => [
  pathOf(dirname(file), "check"),
  { extends: join(root, file), compilerOptions: { customConditions: null } },
])
const withExamples = globSync("packages/*/test/examples.test.ts", { cwd: root }).map((file) =>
  dirname(dirname(file)),
)
const examples = await Promise.all(
  withExamples.map(async (folder): Promise<[string, Configuration]> => {
    const written = join(root, folder, ".examples/check")
    await writeExamples(join(root, folder), written)
    const compilerOptions = { customConditions: null, noUnusedLocals: false, noUnusedParameters: false }
    const configuration = { extends: join(root, folder, "tsconfig.json"), include: [written] }
    return [pathOf(folder, "examples"), { ...configuration, compilerOptions }]
  }),
)
// The programs of the pages, below a package that has all that they import.
const pages = join(root, "apps/docs/.examples/check")
writeBlocks(pages)
const programs: [string, Configuration] = [
  pathOf("apps/docs", "examples"),
  {
    extends: join(root, "apps/docs/tsconfig.json"),
    compilerOptions: {
      customConditions: null,
      lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable"],
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: [pages],
  },
]
compile(new Map([...packages, ...examples, programs]))
