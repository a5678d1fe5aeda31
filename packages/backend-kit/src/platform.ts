/**
 * Returns a module of Node, or `undefined` on other platforms. Bundlers for browsers do not see it, as they would an
 * import.
 *
 * @example
 * ```ts
 * const os = nodeModule<typeof import("node:os")>("node:os")
 * ```
 */
export function nodeModule<Module>(name: `node:${string}`): Module | undefined {
  const load = globalThis.process?.getBuiltinModule as ((name: string) => unknown) | undefined
  return load?.(name) as Module | undefined
}

/** Returns the address that relative ones are resolved against, or `undefined` outside pages and workers. */
export function pageAddress(): string | undefined {
  return (globalThis as { readonly location?: { readonly href: string } }).location?.href
}
