import { PamiError } from "../error.ts"

/** The part of Node that is used: this package is compiled without the types of any platform. */
const platform = globalThis as unknown as {
  readonly process?: {
    getBuiltinModule?(name: "node:url"): { fileURLToPath(address: string): string }
  }
}

/**
 * Returns the path that a `file:` address names, in Node; every other text as it is.
 *
 * @throws PamiError `FILE_UNREADABLE` for an address that names no path, such as one on another host
 */
export function pathOf(source: string): string {
  const url = platform.process?.getBuiltinModule?.("node:url")
  if (url === undefined || !/^file:/i.test(source)) return source
  try {
    return url.fileURLToPath(source)
  } catch (cause) {
    const { message } = cause as Error
    throw new PamiError("FILE_UNREADABLE", `${source} cannot be read: ${message}`, { cause })
  }
}
