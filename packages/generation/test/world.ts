// A world whose captions are known: an image of four quadrants, a ball in the first, cats in the last. The probability of
// each word has a closed form, so that tests compare with numbers that no code of this package computed.
import { functionBackend } from "@pami/backend-kit/function-backend"
import {
  countUnits,
  denseInput,
  everything,
  type Feeds,
  type Input,
  type Model,
  type Tensor,
  type TensorInfo,
} from "@pami/core"
import type { Tokenizer } from "@pami/text"

export const [pad, start, end] = [0, 1, 2]
export const vocabulary = ["[PAD]", "[START]", "[END]", "a", "ball", "and", "cat", "##s", "[UNK]"]

/** A tokenizer of these words, with pieces as of WordPiece. */
export const tokenizer = wordPieces(vocabulary)

export function wordPieces(words: readonly string[], name = "captions"): Tokenizer {
  const idOf = (piece: string) => words.indexOf(piece)
  return {
    name,
    settings: { words: words.length },
    unknownToken: "[UNK]",
    padId: 0,
    size: words.length,
    encode: (text) =>
      text.split(/\s+/).flatMap((word) => {
        if (word === "") return []
        if (idOf(word) >= 0) return [idOf(word)]
        const stem = words.findIndex((piece) => piece !== "" && word.startsWith(piece))
        const rest = stem < 0 ? -1 : idOf(`##${word.slice(words[stem].length)}`)
        return rest < 0 ? [idOf("[UNK]")] : [stem, rest]
      }),
    wrap: ([ids]) => ({ ids: [...ids], types: ids.map(() => 0) }),
    decode: (ids) =>
      ids
        .map((id) => words[id])
        .join(" ")
        .replaceAll(" ##", ""),
    piece: (id) => words[id],
  }
}

/** The caption of the image, and the probability of each of its ids for the brightness of the quadrants. */
export const caption = "a ball and cats"
export const captionIds = [3, 4, 5, 6, 7]
export const probabilitiesOf = (h: ArrayLike<number>) => [
  0.9,
  0.1 + 0.8 * h[0],
  0.9,
  0.1 + 0.8 * h[3],
  0.5 + 0.4 * h[3],
]

/** The probability of the id that follows most likely, by the id before it. */
function following(previous: number, h: ArrayLike<number>): readonly [id: number, probability: number] {
  const after = [start, ...captionIds].indexOf(previous)
  return after === captionIds.length || after < 0
    ? [end, 0.9]
    : [captionIds[after], probabilitiesOf(h)[after]]
}

/** Logits whose softmax is `following`: an offset shows that they are not read as probabilities. */
export function logitsAfter(previous: number, h: ArrayLike<number>, size = vocabulary.length): number[] {
  const [id, p] = following(previous, h)
  return Array.from({ length: size }, (_, word) => 3 + Math.log(word === id ? p : (1 - p) / (size - 1)))
}

export const float = (shape: readonly number[], data: ArrayLike<number>): Tensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
})

export const pixelInfo = { name: "pixel_values", dtype: "float32", shape: [null, 1, 4, 4] } as const
const hiddenInfo = { name: "encoder_hidden_states", dtype: "float32", shape: [null, null, 1] } as const
const idsInfo = { name: "input_ids", dtype: "int64", shape: [null, null] } as const

/** Means of the quadrants, [N, 4, 1]. */
export const encoder = await functionBackend(
  ({ pixel_values: { data, shape } }) => ({
    last_hidden_state: float(
      [shape[0], 4, 1],
      Array.from({ length: shape[0] * 4 }, (_, i) => {
        const [item, row, column] = [Math.floor(i / 4), Math.floor((i % 4) / 2), i % 2]
        const at = (y: number, x: number) => data[item * 16 + (2 * row + y) * 4 + 2 * column + x]
        return (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4
      }),
    ),
  }),
  {
    name: "runtime",
    inputs: [pixelInfo],
    outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, 4, 1] }],
    itemsPerCall: 4,
  },
).load("encoder")

/** Scores of the words after each id, [N, T, 9]. `length` fixes T. */
export function decoderOf({
  length = null,
  more = [],
  seesAhead = false,
}: { length?: number | null; more?: readonly TensorInfo[]; seesAhead?: boolean } = {}): Model {
  const inputs = [hiddenInfo, { ...idsInfo, shape: [null, length] }, ...more]
  return modelOf("decoder", inputs, (feeds) => {
    const [hidden, ids] = [feeds["encoder_hidden_states"] as Tensor, feeds["input_ids"] as Tensor]
    const [items, positions] = ids.shape
    const rows = Array.from({ length: items * positions }, (_, i) => {
      const h = Array.from({ length: 4 }, (__, k) => Number(hidden.data[Math.floor(i / positions) * 4 + k]))
      const next = i % positions === positions - 1 ? pad : Number(ids.data[i + 1])
      return seesAhead && next !== pad ? logitsAfter(next, h) : logitsAfter(Number(ids.data[i]), h)
    })
    return { logits: float([items, positions, vocabulary.length], rows.flat()) }
  })
}

/** A model of a function of its feeds, which counts its runs and items. */
export function modelOf(
  name: string,
  inputs: readonly TensorInfo[],
  compute: (feeds: Feeds) => Record<string, Tensor>,
  outputs: readonly TensorInfo[] = [{ name: "logits", dtype: "float32", shape: [null, null, 9] }],
): Model & { readonly runs: Feeds[] } {
  const runs: Feeds[] = []
  return {
    contract: 2,
    backend: "runtime",
    inputs,
    outputs,
    limits: { preferredBatch: 4 },
    digest: `sha256:${name}`,
    settings: {},
    runs,
    async run(feeds) {
      runs.push(feeds)
      return compute(feeds)
    },
    dispose: async () => {},
  }
}

/** The image: a ball in the first quadrant, cats in the last. */
export const photo: Input = imageOf((x, y) => Number(x < 2 === y < 2))

export function imageOf(pixel: (x: number, y: number) => number): Input {
  return denseInput({
    name: "pixel_values",
    grid: "image",
    units: [4, 4],
    planes: 1,
    inner: 1,
    shape: [1, 4, 4],
    original: Float32Array.from({ length: 16 }, (_, i) => pixel(i % 4, Math.floor(i / 4))),
    baseline: new Float32Array(16),
  })
}

/** The feeds of an input as it is. */
export function feedsOf(input: Input): Feeds {
  const writer = input.open(1)
  writer.preserve(0, everything(countUnits(input.grids)))
  return writer.feeds(1)
}

/** The error that `run` throws. */
export async function refusal(run: () => unknown): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new Error("nothing was thrown")
}
