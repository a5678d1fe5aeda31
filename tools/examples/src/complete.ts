/** A module and the names that it exports. */
export interface Module {
  readonly path: string
  readonly names: readonly string[]
}

/** Returns the code of an example with an import of each name that it uses and does not declare, from the first module that has it. */
export function complete(code: string, modules: readonly Module[]): string {
  const plain = code.replaceAll(/\/\/.*|"(?:[^"\\\n]|\\.)*"/g, "")
  const used = new Set(Array.from(plain.matchAll(/(?<![.\w$])[A-Za-z_$][\w$]*/g), ([name]) => name))
  const declared = new Set(
    Array.from(
      plain.matchAll(/\b(?:const|let|function|import(?:\s+type)?)\s+(?:\{([^}]*)\}|([\w$]+))/g),
      ([, list, name]) => (list ?? name).split(",").map((one) => one.split(":").at(-1)!.trim()),
    ).flat(),
  )
  const imports = modules.flatMap(({ path, names }, at) => {
    const earlier = new Set(modules.slice(0, at).flatMap((one) => one.names))
    const found = names.filter((name) => used.has(name) && !declared.has(name) && !earlier.has(name))
    return found.length === 0 ? [] : [`import { ${found.join(", ")} } from ${JSON.stringify(path)}\n`]
  })
  return `${imports.join("")}${code}\nexport {}\n`
}
