// Builds `dist` of all packages that have changed, by their `tsconfig.build.json`.
import { existsSync, globSync, readFileSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { compile, pathOf, root } from "./compile.ts"

type Dependencies = Readonly<Record<string, string>>

const built = new Map(
  globSync("{packages,apps}/*/tsconfig.build.json", { cwd: root }).map((file) => {
    const folder = dirname(file)
    const { name, dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, folder, "package.json"), "utf8"),
    ) as { name: string; dependencies?: Dependencies; devDependencies?: Dependencies }
    return [name, { folder, imported: Object.keys({ ...dependencies, ...devDependencies }) }]
  }),
)
compile(
  new Map(
    Array.from(built.values(), ({ folder, imported }) => {
      const path = pathOf(folder, "build")
      const state = join(dirname(path), "state.json")
      // The compiler looks at its state only, and would not notice.
      if (!existsSync(join(root, folder, "dist"))) rmSync(state, { force: true })
      return [
        path,
        {
          extends: join(root, folder, "tsconfig.build.json"),
          compilerOptions: { composite: true, tsBuildInfoFile: state },
          references: imported.flatMap((name) => {
            const other = built.get(name)
            return other === undefined ? [] : [{ path: pathOf(other.folder, "build") }]
          }),
        },
      ]
    }),
  ),
)
