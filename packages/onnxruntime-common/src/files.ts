import { PamiError } from "@pami/core"

/**
 * The model among files by name: the first.
 *
 * @throws PamiError `FILE_NOT_FOUND` where there is none
 */
export function firstOf(files: Readonly<Record<string, Uint8Array>>): [name: string, bytes: Uint8Array] {
  const [first] = Object.entries(files)
  if (first === undefined) throw new PamiError("FILE_NOT_FOUND", "no file was given: give the .onnx file")
  return first
}

/**
 * An error of Node's file system as a PamiError.
 *
 * @param reasons in words, by the error's code, where the system's own words are too few
 */
export function fileFault(
  cause: Error & { readonly code?: string | undefined },
  what: string,
  reasons: Readonly<Record<string, string>> = {},
): PamiError {
  const { code = "", message } = cause
  if (code === "ENOENT" || code === "ENOTDIR")
    return new PamiError("FILE_NOT_FOUND", `${what} was not found`, { cause })
  const refused = code === "EACCES" || code === "EPERM"
  const reason = refused ? "this user may not read it" : (reasons[code] ?? message)
  return new PamiError("FILE_UNREADABLE", `${what} cannot be read: ${reason}`, { cause })
}
