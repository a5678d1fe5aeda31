/** What is used of Node. */
interface NodeModules {
  "node:fs/promises": typeof import("node:fs/promises")
  "node:os": typeof import("node:os")
  "node:path": typeof import("node:path")
  "node:url": typeof import("node:url")
}

/**
 * A module of Node, where there is a Node. It is asked for rather than imported, so that bundlers for the browser
 * do not look for it.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return typeof process === "object" ? (process.getBuiltinModule?.(name) as NodeModules[Name]) : undefined
}
