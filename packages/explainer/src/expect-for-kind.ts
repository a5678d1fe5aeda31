import { kindsOfField } from "@pami/recipe"
import type { RecipeKind } from "@pami/recipe"
import type { ExplainerOptions } from "./options.ts"

/** A kind of input, as options are for it. */
export type OptionKind = RecipeKind | "image with words"

const ofImages = ["image"] as const

// Of all other options the recipes say it, by their fields.
const kindsOfOption: { readonly [Name in keyof ExplainerOptions]?: readonly OptionKind[] } = {
  preprocessing: ofImages,
  mean: ofImages,
  std: ofImages,
  resize: ofImages,
  layout: ofImages,
  size: ofImages,
  segmenter: ofImages,
  question: ofImages,
  tokenizer: ["text", "image with words"],
  tokenizerConfig: ["text", "image with words"],
}

const names: Readonly<Record<OptionKind, string>> = {
  image: "an image",
  "image with words": "an image with a question or an answer",
  series: "a series or a sound",
  table: "a row of a table",
  volume: "a volume",
  array: "an array",
  text: "a text",
}

/**
 * Refuses options of another kind of input, which would be without effect.
 *
 * @param kind of the input; `"image with words"` for an image with a question, or whose model writes
 * @throws RangeError
 */
export function expectForKind(options: ExplainerOptions, kind: OptionKind): void {
  const input = kind === "image with words" ? "image" : kind
  if (options.kind !== undefined && options.kind !== input)
    throw new RangeError(`the recipe is for ${names[options.kind]}; the input is ${names[input]}`)
  for (const [name, value] of Object.entries(options)) {
    const kinds = kindsOfOption[name as keyof ExplainerOptions] ?? kindsOfField(name)
    const isOfImage = kind === "image with words" && kinds.includes("image")
    if (value == null || kinds.length === 0 || kinds.includes(kind as RecipeKind) || isOfImage) continue
    const beside =
      name === "question" && kind === "text"
        ? ": give the question as one of its texts, { question, context }"
        : ""
    throw new RangeError(
      `${name}: an option for ${kinds.map((one) => names[one]).join(" or ")}; the input is ${names[input]}${beside}`,
    )
  }
}
