import { PamiError } from "@pami/core"
import { decodeText, shown } from "@pami/image"
import { longestRecipe, moveFiles, parseRecipeDraft } from "@pami/recipe"
import type { RecipeDraft } from "@pami/recipe"
import { readAtMost } from "./files.ts"
import type { ExplainRequest } from "./request.ts"
import { namedInside } from "./same-file.ts"

/**
 * Reads a recipe file, without the fields that name files where the command line names others. The files that it names are relative to its folder. A recipe may be a stranger's: it names files in
 * its folder or below, decided on real paths.
 *
 * @throws PamiError `RECIPE_INVALID` with the first wrong field, `RECIPE_UNTRUSTED` for a file elsewhere
 */
export async function readRecipeFile(
  path: string,
  request: Pick<ExplainRequest, "recipe" | "data">,
): Promise<RecipeDraft> {
  // The kind of the inputs decides which fields count.
  const whole: RecipeDraft = parseRecipeDraft(
    decodeText(await readAtMost(path, longestRecipe), {
      name: path,
      code: "FILE_UNREADABLE",
      largest: longestRecipe,
    }),
    path,
  )
  const overridden = overriddenFields(request)
  const draft: RecipeDraft = Object.fromEntries(
    Object.entries(whole).filter(([field]) => !overridden.includes(field)),
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

/** Returns the fields with files that options of the command line take the place of. */
function overriddenFields({ recipe, data }: Pick<ExplainRequest, "recipe" | "data">): string[] {
  const { mask, feeds } = recipe.draft
  const { name, region, references } = recipe.task
  const given = {
    mask,
    feeds,
    labelMaps: recipe.partitions,
    task: region ?? references ?? name,
    background: data.background,
    backgroundFile: data.background,
    tokenizer: data.tokenizer,
    tokenizerConfig: data.tokenizer,
  }
  return Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]))
}

function flagOf(field: string): string {
  if (field === "mask") return "--mask"
  if (field === "backgroundFile") return "--background"
  if (field.startsWith("tokenizer")) return "--tokenizer"
  if (field.startsWith("task.")) return field === "task.region" ? "--region" : "--reference"
  return field.startsWith("feeds.") ? "--feed" : "--partitions"
}
