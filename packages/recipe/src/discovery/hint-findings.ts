import type { Finding } from "@pami/core"

/** The name that findings give to what a model's file says about itself. */
export const metadataName = "the model's metadata"

/**
 * Returns the finding for a file that nobody named and that cannot be used.
 *
 * @param name of the file
 * @param what was looked for in it: `labels`; default: anything
 */
export function hintUnusable(name: string, error: unknown, what?: string): Finding {
  const place = name.startsWith(metadataName) ? name : `${name} next to the model`
  const subject = what === undefined ? place : `${what} in ${place}`
  return {
    code: "HINT_UNUSABLE",
    level: "warning",
    message: `${subject} ${what === "labels" ? "were" : "was"} ignored: ${reasonOf(error, name)}`,
    fix: "correct the file, or name another one",
  }
}

/** The reason without the name of the file, which the finding begins with. */
function reasonOf(error: unknown, name: string): string {
  const reason = error instanceof Error ? error.message : String(error)
  const file = [name, name.split("/").at(-1)!].find((start) => reason.startsWith(start))
  if (file === undefined) return reason
  const rest = reason.slice(file.length)
  return rest.startsWith(": ") ? rest.slice(2) : rest.startsWith(" ") ? `it${rest}` : reason
}

/** Returns the finding that says which preprocessing was found, though nobody named it. */
export function foundNearby(name: string): Finding {
  return {
    code: "FOUND_NEARBY",
    level: "note",
    message: `found near the model: preprocessing in ${name}`,
    fix: "if it belongs to another model, give the preprocessing",
  }
}
