import { PamiError } from "@pami/core"
import type { Files } from "@pami/recipe"

/** Files that a manifest of the command line may name, such as a picture to mask with: a page cannot open any. */
export const noFiles: Files = { picture: refuse, labels: refuse, bytes: refuse }

async function refuse(file: string): Promise<never> {
  throw new PamiError(
    "FILE_NOT_FOUND",
    `${file} is needed, and a page cannot open files by their name: use \`pami verify\` on the command line`,
  )
}
