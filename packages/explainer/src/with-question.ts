import { firstPasses, PamiError } from "@pami/core"
import type { Input, Model, Partitioner } from "@pami/core"
import { together, togetherPartitions } from "@pami/generation"
import type { Geometry } from "@pami/image"
import { createPartitioner } from "@pami/recipe"
import type { ResolvedRecipe } from "@pami/recipe"
import { textInput, textPartitions } from "@pami/text"
import type { TextInput, Tokenizer } from "@pami/text"

/** An image with the text that the model takes beside it. */
export interface ImageAndQuestion {
  readonly input: Input
  readonly question: TextInput
  /** Cuts the image while the question is whole, and the question while the image is. */
  readonly partitioner: Partitioner
}

/**
 * Returns an image and a question as one input, and its partitioner, which gives both maps from one sweep.
 *
 * @throws PamiError `INPUT_UNSUITABLE` for a model that takes no text, and the errors of `textInput`
 * @throws RangeError for another method than `pami` (`togetherMethod` of `@pami/generation` joins two), and for two stages
 */
export async function withQuestion(
  {
    input,
    geometry,
    resolved,
  }: { readonly input: Input; readonly geometry: Geometry; readonly resolved: ResolvedRecipe },
  { inputs }: Pick<Model, "inputs">,
  text: string,
  {
    tokenizer,
    vocabularySize,
  }: { readonly tokenizer?: Tokenizer | undefined; readonly vocabularySize?: number | undefined },
): Promise<ImageAndQuestion> {
  const { recipe } = resolved
  if (recipe.method !== "pami")
    throw new RangeError(`method: an image with a question is explained by pami, not by ${recipe.method}`)
  if (recipe.stages === 2) throw new RangeError("stages: an image with a question is explained in one stage")
  const fed = new Set(input.tensors.map(({ name }) => name))
  const open = inputs.filter(({ name }) => !fed.has(name))
  if (open.length === 0)
    throw new PamiError("INPUT_UNSUITABLE", "the model takes an image alone: leave out the question")
  const question = textInput({
    texts: [{ name: "question", text }],
    ...(tokenizer === undefined ? {} : { tokenizer }),
    tensors: open,
    vocabularySize,
  })
  const cut = await createPartitioner(resolved, geometry)
  const image = recipe.passes === null ? cut : firstPasses(cut, recipe.passes)
  const [grid] = input.grids
  return {
    input: together(input, question.input),
    question,
    partitioner: togetherPartitions({ [grid.name]: image, question: textPartitions() }),
  }
}
