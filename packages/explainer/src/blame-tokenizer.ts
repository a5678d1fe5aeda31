import { isPamiError, PamiError } from "@pami/core"
import type { Feeds, Input, Model, Tensor } from "@pami/core"
import { withWhole } from "@pami/recipe"

/**
 * Returns the error of a run that failed: `TOKENIZER_MISMATCH` if the model fails with the ids of the tokenizer alone, and runs with
 * the smallest ids in their place. Any other error is returned as it is.
 */
export async function blameTokenizer(
  error: unknown,
  model: Model,
  input: Input,
  tokenizer: string,
): Promise<unknown> {
  if (!isPamiError(error) || error.code !== "MODEL_FAILED") return error
  try {
    const largest = await withWhole(input, async (feeds) => {
      await model.run(
        Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, lowered(name, tensor)])),
      )
      return largestIn(feeds)
    })
    return new PamiError(
      "TOKENIZER_MISMATCH",
      `the model fails with the ids of the tokenizer ${tokenizer}, up to ${largest}, and runs with smaller ones: take the tokenizer that the model was trained with`,
      { cause: error, data: { id: largest } },
    )
  } catch {
    return error
  }
}

const isIds = (name: string, { dtype }: Tensor) => dtype.startsWith("int") && !/position/i.test(name)

/** Returns ids, masks and segments with 1 in place of every larger number. */
function lowered(name: string, tensor: Feeds[string]): Feeds[string] {
  if (tensor.dtype === "string" || !isIds(name, tensor)) return tensor
  const { data } = tensor
  return {
    ...tensor,
    data:
      data instanceof BigInt64Array
        ? data.map((value) => (value > 1n ? 1n : value))
        : (data as Int32Array).map((value) => Math.min(1, value)),
  }
}

function largestIn(feeds: Feeds): number {
  return Object.entries(feeds).reduce((most, [name, tensor]) => {
    if (tensor.dtype === "string" || !isIds(name, tensor)) return most
    return (tensor.data as Int32Array).reduce((high: number, value) => Math.max(high, Number(value)), most)
  }, 0)
}
