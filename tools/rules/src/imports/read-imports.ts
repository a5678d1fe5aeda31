import { parseSync } from "oxc-parser"

/** Returns the modules that a source file imports or re-exports, types included. Computed names are left out. */
export function readImports(file: string, text: string): string[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module
  const requests = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest)),
  ]
  const named = requests.flatMap((request) => (request === null ? [] : [request.value]))
  const literals = dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const [, name] = /^["'`]([^$]*)["'`]$/.exec(text.slice(start, end)) ?? []
    return name === undefined ? [] : [name]
  })
  return [...new Set([...named, ...literals])]
}
