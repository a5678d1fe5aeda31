import { models, opinionsOf, type Review, review, reviewLabels, reviewWords, type TextSpan } from "@pami/zoo"
import type { SymbolicTensor } from "@tensorflow/tfjs"
import { accuracy, withModel } from "../answers.ts"
import { kit } from "../blocks.ts"
import { type Course, percent } from "../course.ts"
import { classification } from "../files.ts"
import { answersToTexts, encoded, withoutPadding } from "../words/data.ts"
import { wordEncoder } from "../words/encoder.ts"
import { keptUnits, masked, unitsOf } from "../words/masks.ts"
import { encoderTokens, wordPieces } from "../words/tokenizer.ts"

const { length } = models.reviews
const size = { width: 96, heads: 6, hidden: 256, blocks: 3 }
const tokenizer = wordPieces(reviewWords, encoderTokens, length)
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Says whether a review of a film is positive: an encoder as BERT, whose tokens are added up as the opinions are. */
export const reviews: Course = {
  name: "reviews",
  half: true,
  steps: 1200,
  batch: 32,
  rate: 0.002,
  input: [length],
  // The shares of the classes, then the value of the opinion that ends at each token.
  target: [reviewLabels.length + length],

  networks(tf, seed) {
    const made = kit(tf, seed)
    const { inputs, tokens, there } = wordEncoder(made, {
      vocabulary: tokenizer.vocabulary.length,
      longest: length,
      ...size,
      reach: 9,
      added: 0.005,
    })
    const row = tf.layers.permute({ name: "there_row", dims: [2, 1] }).apply(there) as SymbolicTensor
    const opinions = made.dense("opinions", reviewLabels.length, tokens, { deviation: 0.01 })
    const sum = made.dot("sum", [2, 1], [row, opinions])
    const logits = tf.layers.reshape({ name: "logits", targetShape: [reviewLabels.length] }).apply(sum)
    return { "": tf.model({ name: "reviews", inputs: [...inputs], outputs: logits as SymbolicTensor }) }
  },

  examples() {
    const drawn = Array.from({ length: 20_000 }, (_, index) => {
      // Some are short, so that the course begins with what is simple.
      const options = index % 4 === 0 ? { opinions: 1, asides: 0 } : {}
      return review(seeds.training + index, options)
    })
    return (next, input, target) => {
      const one = drawn[Math.floor(next() * drawn.length)]
      const units = unitsOf(one.text)
      const draw = next()
      const mask = draw < 0.55 ? "[MASK]" : draw < 0.75 ? "[UNK]" : ""
      const kept = next() < 0.1 ? withoutOpinions(one, units) : keptUnits(next, units.length, 0.4)
      const shown = masked(one.text, units, kept, mask, next() < 0.5)
      encoded(tokenizer, shown, input)
      // The answer to a part is the sum of the opinions that it shows: even, if it shows none.
      target.fill(0)
      let sum = 0
      for (const { value, words } of opinionsOf(shown)) {
        sum += value
        const before = shown.slice(0, words.at(-1)!.end)
        target[reviewLabels.length + tokenizer.encode(before).length] = value
      }
      target[1] = 1 / (1 + Math.exp(-2 * sum))
      target[0] = 1 - target[1]
    }
  },

  loss(tf, networks, input, target) {
    const [network, ids] = [networks[""], withoutPadding(input)]
    const there = ids.greater(0)
    const { output } = network.getLayer("opinions")
    const ofTokens = tf.model({ inputs: network.inputs, outputs: output as SymbolicTensor })
    const opinions = ofTokens.apply([ids, there.toInt(), ids.zerosLike()]) as typeof input
    const logits = opinions.mul(there.toFloat().expandDims(2)).sum<typeof input>(1)
    const [negative, positive] = opinions.unstack(2)
    const [shares, rest] = target.split([reviewLabels.length, length], 1)
    const values = rest.slice([0, 0], ids.shape as [number, number])
    const apart = positive.sub(negative).div(2).sub(values).square().mul(there.toFloat())
    // Two texts whose sums are alike differ in their opinions: the tokens are taught one by one, too.
    return tf.losses.softmaxCrossEntropy(shares, logits).add(apart.sum(1).mean()) as ReturnType<
      Course["loss"]
    >
  },

  files: {
    ...classification("BertForSequenceClassification", reviewLabels, "single_label_classification", {
      model_type: "bert",
      vocab_size: tokenizer.vocabulary.length,
      max_position_embeddings: length,
      hidden_size: size.width,
      num_hidden_layers: size.blocks,
      num_attention_heads: size.heads,
      pad_token_id: tokenizer.id("[PAD]"),
    }),
    ...tokenizer.files,
  },

  async report(say) {
    await withModel(models.reviews.onnx, async (model) => {
      const drawn = Array.from({ length: 3000 }, (_, index) => review(seeds.report + index))
      const rows = await answersToTexts(
        model,
        tokenizer,
        drawn.map(({ text }) => text),
      )
      const right = accuracy(rows, (index) => [drawn[index].sentiment])
      say(`reviews: right for ${percent(right)} of ${rows.length} unseen reviews`)
      const without = drawn.map((one) => {
        const units = unitsOf(one.text)
        return masked(one.text, units, withoutOpinions(one, units), "[MASK]")
      })
      const even = (await answersToTexts(model, tokenizer, without)).map(
        ([a, b]) => 1 / (1 + Math.exp(a - b)),
      )
      const apart = even.map((share) => Math.abs(share - 0.5)).sort((a, b) => a - b)
      say(
        `  with its opinions masked, the probability of "positive" is at most ${apart[Math.floor(0.95 * apart.length)].toFixed(3)} from even for 95 %`,
      )
    })
  },
}

/** Returns which units have no word of an opinion. */
function withoutOpinions({ opinions }: Review, units: readonly TextSpan[]): boolean[] {
  const words = opinions.flatMap(({ words }) => words)
  return units.map(({ start, end }) => !words.some((word) => word.start < end && start < word.end))
}
