import { PamiError } from "@pami/core"
import { decodeText, shown } from "@pami/image"
import { longestRecipe, moveFiles, parseRecipeDraft } from "@pami/recipe"
import type { RecipeDraft } from "@pami/recipe"
import { readAtMost } from "./files.ts"
import { namedInside } from "./same-file.ts"

/**
 * Reads a recipe file. The files that it names are relative to its folder. A recipe may be a stranger's: it names files in
 * its folder or below, decided on real paths.
 *
 * @throws PamiError `RECIPE_INVALID` with the first wrong field, `RECIPE_UNTRUSTED` for a file elsewhere
 */
export async function readRecipeFile(path: string): Promise<RecipeDraft> {
  // The kind of the inputs decides which fields count.
  const draft: RecipeDraft = parseRecipeDraft(
    decodeText(await readAtMost(path, longestRecipe), {
      name: path,
      code: "FILE_UNREADABLE",
      largest: longestRecipe,
    }),
    path,
  )
  const named: [name: string, field: string][] = []
  moveFiles(draft, (name, field) => {
    named.push([name, field])
    return name
  })
  const found = new Map<string, string>()
  for (const [name, field] of named) {
    const file = await namedInside(path, name)
    if (file === undefined)
      throw new PamiError(
        "RECIPE_UNTRUSTED",
        `${path} names recipe.${field} ${shown(name, 200)}, which is outside its folder. A recipe may be a stranger's: if you know the file, name it yourself with ${flagOf(field)}`,
      )
    found.set(name, file)
  }
  return moveFiles(draft, (name) => found.get(name)!)
}

function flagOf(field: string): string {
  if (field === "mask") return "--mask"
  if (field === "backgroundFile") return "--background"
  if (field.startsWith("tokenizer")) return "--tokenizer"
  if (field.startsWith("task.")) return field === "task.region" ? "--region" : "--reference"
  return field.startsWith("feeds.") ? "--feed" : "--partitions"
}
