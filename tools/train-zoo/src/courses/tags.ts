import { splitText } from "@pami/text"
import { models, tagged, tagLabels, taggedWords, type TextSpan } from "@pami/zoo"
import { likeliest, withModel } from "../answers.ts"
import { kit } from "../blocks.ts"
import { type Course, percent } from "../course.ts"
import { classification } from "../files.ts"
import { answersToTexts, withoutPadding } from "../words/data.ts"
import { wordEncoder } from "../words/encoder.ts"
import { keptUnits } from "../words/masks.ts"
import { encoderTokens, wordPieces } from "../words/tokenizer.ts"

const { length } = models.tags
const size = { width: 48, heads: 2, hidden: 96, blocks: 1 }
const classes = tagLabels.length
const tokenizer = wordPieces(taggedWords, encoderTokens, length)
const [first, last] = [tokenizer.id("[CLS]"), tokenizer.id("[SEP]")]
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Says which words are names of people, places and companies: an encoder as BERT, with a tag for each token. */
export const tags: Course = {
  name: "tags",
  half: true,
  steps: 800,
  batch: 48,
  rate: 0.003,
  input: [length],
  target: [length, classes],

  networks(tf, seed) {
    const made = kit(tf, seed)
    const { inputs, tokens } = wordEncoder(made, {
      ...size,
      vocabulary: tokenizer.vocabulary.length,
      longest: length,
      reach: 5,
    })
    const logits = made.dense("logits", classes, tokens, { deviation: 0.01 })
    return { "": tf.model({ name: "tags", inputs: [...inputs], outputs: logits }) }
  },

  examples() {
    const drawn = Array.from({ length: 20_000 }, (_, index) => {
      const one = tagged(seeds.training + index)
      return { ...one, units: splitText(one.text) }
    })
    return (next, input, target) => {
      const { text, names, units } = drawn[Math.floor(next() * drawn.length)]
      const kept = keptUnits(next, units.length, 0.4)
      const draw = next()
      const mask = draw < 0.6 ? "[MASK]" : draw < 0.8 ? "[UNK]" : ""
      const isKept = (span: TextSpan) => kept[units.findIndex(({ start }) => start === span.start)]
      input.fill(0)
      target.fill(0)
      let at = 0
      const write = (id: number, shares: readonly number[]) => {
        input[at] = id
        target.set(shares, classes * at++)
      }
      write(first, outside)
      units.forEach((unit, index) => {
        const name = names.find(({ start }) => start === unit.start)
        const shown = kept[index] ? text.slice(unit.start, unit.end) : mask
        // A name may be anything without the word that decides; that word tells what follows, also if that is masked.
        const shares =
          name === undefined
            ? outside
            : isKept(name.decisive)
              ? only(name.tag)
              : kept[index]
                ? anyName
                : outside
        for (const id of tokenizer.encode(shown)) write(id, shares)
      })
      write(last, outside)
    }
  },

  loss(tf, networks, input, target) {
    const ids = withoutPadding(input)
    const there = ids.greater(0)
    const logits = networks[""].apply([ids, there.toInt(), ids.zerosLike()]) as typeof input
    const wanted = target.slice([0, 0, 0], logits.shape as [number, number, number])
    return tf.losses.softmaxCrossEntropy(wanted, logits, there.toFloat())
  },

  files: {
    ...classification("BertForTokenClassification", tagLabels, undefined, {
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
    await withModel(models.tags.onnx, async (model) => {
      const drawn = Array.from({ length: 2000 }, (_, index) => tagged(seeds.report + index))
      const texts = drawn.map(({ text }) => text)
      const rows = await answersToTexts(model, tokenizer, texts)
      const right: boolean[] = []
      const names: boolean[] = []
      drawn.forEach(({ text, names: named }, index) => {
        let at = 1
        for (const { start, end } of splitText(text)) {
          const name = named.find((one) => one.start === start)
          const tag = likeliest(rows[index].slice(classes * at, classes * (at + 1)))
          ;(name === undefined ? right : names).push(tag === (name?.tag ?? 0))
          at += tokenizer.encode(text.slice(start, end)).length
        }
      })
      const share = (hits: readonly boolean[]) => percent(hits.filter(Boolean).length / hits.length)
      say(
        `tags: right for ${share(names)} of the names and ${share(right)} of the other words in ${texts.length} unseen texts`,
      )
    })
  },
}

const only = (tag: number) => tagLabels.map((_, index) => (index === tag ? 1 : 0))
const outside = only(0)
const anyName = tagLabels.map((_, index) => (index === 0 ? 0 : 1 / (classes - 1)))
