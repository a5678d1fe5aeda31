import { PamiError } from "@pami/core"
import type { Manifest } from "@pami/core"
import { isWebAddress } from "@pami/image"
import * as v from "valibot"
import type { SavedExplanation } from "./explanation-file.ts"
import { anyRecipeSchema } from "./schema/any-recipe.ts"
import type { Recipe } from "./schema/any-recipe.ts"
import { classListSchema, moveFiles } from "./schema/recipe.ts"
import type { ImageRecipe } from "./schema/recipe.ts"
import { check } from "./schema/check.ts"
import { limits } from "./schema/limits.ts"
import { list, name, whole } from "./schema/values.ts"
import { questionSchema, writingSchema } from "./schema/written.ts"

/** The schema of a {@link RecipeRecord}. */
export const recordSchema = v.strictObject({
  /** The backend, with the device that it took: `onnxruntime-node`, `tfjs:wasm`. */
  backend: name,
  /** File or address of the model, `null` for the bundled one. */
  model: v.nullable(name),
  /** File or address of the input. */
  picture: name,
  recipe: anyRecipeSchema,
  /** Forward passes of each stage. */
  stages: list(whole(1, limits.passes), 2, 1),
  /** Of a model that writes: the answer whose words are explained. */
  writing: v.exactOptional(writingSchema),
  /** Of an image with a text beside it. */
  question: v.exactOptional(questionSchema),
})

/** The `extra` of a manifest: with these files and options anyone can compute its maps again. */
export type RecipeRecord = Readonly<v.InferOutput<typeof recordSchema>>

/** The record of an image. */
export type ImageRecord = RecipeRecord & { readonly recipe: ImageRecipe }

/** Returns whether a record is that of an image. */
export function isImageRecord(record: RecipeRecord): record is ImageRecord {
  return record.recipe.kind === "image"
}

/**
 * The record that a manifest carries.
 *
 * @throws PamiError `MANIFEST_INVALID` for a manifest of another program, or a record that the schema refuses
 */
export function parseRecord({ extra }: Manifest): RecipeRecord {
  if (!("recipe" in extra && "picture" in extra))
    throw new PamiError(
      "MANIFEST_INVALID",
      "it was written neither by the command line nor by the site: it names no image or no recipe",
    )
  const checked = check(recordSchema, extra, "extra")
  if ("problem" in checked) throw new PamiError("MANIFEST_INVALID", checked.problem)
  return checked.value
}

/**
 * Returns the record in a saved explanation. Undefined where a program saved it without one.
 *
 * @param name of the file, for messages
 * @throws PamiError `EXPLANATION_INVALID` for a record that the schema refuses
 */
export function parseSavedRecord({ extra }: SavedExplanation, name: string): RecipeRecord | undefined {
  if (Object.keys(extra).length === 0) return undefined
  const checked = check(recordSchema, extra, "extra")
  if ("problem" in checked) throw new PamiError("EXPLANATION_INVALID", `${name}: ${checked.problem}`)
  return checked.value
}

/**
 * Returns the classes whose scores a manifest's sweep kept.
 *
 * @throws PamiError `MANIFEST_INVALID`
 */
export function readClasses({ target }: Manifest): "all" | readonly number[] {
  const schema = v.union([v.literal("all"), classListSchema])
  const checked = check(schema, target.settings["classes"], "target.settings.classes")
  if ("problem" in checked) throw new PamiError("MANIFEST_INVALID", checked.problem)
  return checked.value
}

/**
 * The record with every file and address that it names replaced.
 *
 * @param replace gets the name and the field that holds it, as in `model`, `image`, `recipe.mask`, `recipe.labelMaps[2]`
 */
export function mapNames(
  record: RecipeRecord,
  replace: (name: string, field: string) => string,
): RecipeRecord {
  const { model, picture, recipe, writing, question } = record
  const named = <Name extends string | null>(file: Name, field: string) =>
    (file === null ? null : replace(file, field)) as Name
  const move = (file: string, field: string) => replace(file, `recipe.${field}`)
  return {
    ...record,
    model: named(model, "model"),
    // Texts of the caller's are in the recipe, and in no file.
    picture: recipe.kind === "text" && recipe.texts !== null ? picture : replace(picture, "picture"),
    recipe: moveFiles(recipe as ImageRecipe, move) as Recipe,
    ...(writing && { writing: { ...writing, decoder: named(writing.decoder, "writing.decoder") } }),
    ...(question && {
      question: {
        ...question,
        tokenizer: named(question.tokenizer, "question.tokenizer"),
        tokenizerConfig: named(question.tokenizerConfig, "question.tokenizerConfig"),
      },
    }),
  }
}

/** The record with every file it names moved: seen from another folder, as a manifest is. Web addresses stay. */
export function moveRecord(record: RecipeRecord, move: (file: string) => string): RecipeRecord {
  return mapNames(record, (name) => (isWebAddress(name) ? name : move(name)))
}
