import { PamiError } from "@pami/core"

// Where the system's own message says too little.
const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder; give the path of the model's file",
}

/**
 * Returns an error of Node's file system as a `PamiError` with the code `FILE_NOT_FOUND` or `FILE_UNREADABLE`.
 *
 * @param what names the file in the message
 */
export function fileError(cause: Error & { readonly code?: string | undefined }, what: string): PamiError {
  const { code = "", message } = cause
  if (code === "ENOENT" || code === "ENOTDIR")
    return new PamiError("FILE_NOT_FOUND", `${what} was not found`, { cause })
  return new PamiError("FILE_UNREADABLE", `${what} cannot be read: ${reasons[code] ?? message}`, { cause })
}
