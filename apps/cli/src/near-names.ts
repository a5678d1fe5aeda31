import { closestMatch } from "leven"
import { PamiError } from "@pami/core"
import { exists } from "./files.ts"

/** Returns ` Did you mean "NAME"?` where a name is a few letters away, else nothing: the end of a message. */
export function didYouMean(word: string, names: readonly string[]): string {
  const maxDistance = Math.max(2, Math.ceil(word.length / 3))
  const near = closestMatch(word.toLowerCase(), [...names], { maxDistance })
  return near === undefined ? "" : ` Did you mean "${near}"?`
}

/**
 * Refuses what is neither one of the names that a flag takes nor a file.
 *
 * @throws PamiError `FILE_NOT_FOUND` with the names
 */
export async function expectNameOrFile(
  flag: string,
  text: string | undefined,
  names: readonly string[],
): Promise<void> {
  if (text === undefined || names.includes(text) || (await exists(text))) return
  throw new PamiError(
    "FILE_NOT_FOUND",
    `${flag} ${text}: expected ${names.join(", ")}, or a file; no file has that name.${didYouMean(text, names)}`,
  )
}
