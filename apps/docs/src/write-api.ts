import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Application, Converter, ReflectionKind, type TypeDocOptions } from "typedoc"
import { repositoryFiles, root } from "./repository.ts"

type Export = string | { readonly [condition: string]: Export }

/**
 * Writes a page for each public entry of the packages, from the doc comments of its exports.
 *
 * @param folder that the pages are written to
 * @returns names of the entries, as a program imports them, in order
 */
export async function writeApi(folder: string): Promise<string[]> {
  const entries = findEntries()
  const application = await Application.bootstrapWithPlugins({
    out: folder,
    name: "API",
    entryPoints: [...entries.values()],
    tsconfig: join(root, "apps/docs/tsconfig.api.json"),
    plugin: ["typedoc-plugin-markdown"],
    // The types are checked by `npm run typecheck`.
    skipErrorChecking: true,
    readme: "none",
    disableSources: true,
    disableGit: true,
    router: "module",
    sortEntryPoints: false,
    entryFileName: "index",
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    logLevel: "Error",
  } as TypeDocOptions)
  // The path of its declarations would be the name of an entry.
  const names = new Map(Array.from(entries, ([name, path]) => [path, name]))
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? []
    const name = names.get(declaration?.getSourceFile().fileName ?? "")
    if (reflection.kindOf(ReflectionKind.Module) && name !== undefined) reflection.name = name
  })
  const project = await application.convert()
  if (project === undefined) throw new Error("the doc comments of the packages cannot be read")
  await application.generateOutputs(project)
  if (application.logger.hasErrors()) throw new Error("the API reference cannot be written")
  return [...entries.keys()]
}

/** Returns the declarations of all public entries of the packages, by the name that a program imports. */
function findEntries(): Map<string, string> {
  const found = repositoryFiles(["{packages,apps}/*/package.json"]).flatMap((file) => {
    const {
      name,
      exports = {},
      ...manifest
    } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
      readonly name: string
      readonly private?: boolean
      readonly exports?: Readonly<Record<string, Export>>
    }
    if (manifest.private === true) return []
    return Object.entries(exports).flatMap(([path, one]) => {
      const types = typesOf(one)
      return types === undefined ? [] : [[join(name, path), join(root, dirname(file), types)] as const]
    })
  })
  // `@pami/core/tensor` first: the name of its page would be taken by `Tensor` of `@pami/core`.
  return new Map(found.toSorted(([a], [b]) => (`${a}~` < `${b}~` ? -1 : 1)))
}

function typesOf(one: Export): string | undefined {
  if (typeof one === "string") return undefined
  const { types } = one
  return typeof types === "string" ? types : Object.values(one).map(typesOf).find(Boolean)
}
