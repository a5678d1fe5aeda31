import { splitText } from "@pami/text"
import {
  models,
  type Story,
  story,
  type StoryOptions,
  type StorySentence,
  storyWords,
  type TextSpan,
} from "@pami/zoo"
import { withModel } from "../answers.ts"
import { kit } from "../blocks.ts"
import { type Course, percent, pretty } from "../course.ts"
import { continued, withoutPadding } from "../words/data.ts"
import { wordDecoder } from "../words/decoder.ts"
import { keptUnits, masked } from "../words/masks.ts"
import { wordPieces, writerTokens } from "../words/tokenizer.ts"
import { visibleAnswers } from "../words/visible-answers.ts"

const { length } = models.stories
// The training asks several questions about a story.
const longest = 96
const size = { width: 96, heads: 4, hidden: 192, blocks: 2 }
const tokenizer = wordPieces(storyWords, writerTokens, length)
const [start, end] = [tokenizer.id("[BOS]"), tokenizer.id("[EOS]")]
const asks = ["who", "what", "where"] as const
// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Answers the question behind a few sentences: a decoder that goes on writing them. */
export const stories: Course = {
  name: "stories",
  half: true,
  steps: 2000,
  batch: 32,
  rate: 0.003,
  input: [longest],
  target: [longest],

  networks(tf, seed) {
    const made = kit(tf, seed)
    const { inputs, tokens } = wordDecoder(made, {
      ...size,
      vocabulary: tokenizer.vocabulary.length,
      longest,
      reach: 5,
      slopes: [0, 0, 0, 0.5],
    })
    const logits = made.dense("logits", tokenizer.vocabulary.length, tokens)
    return { "": tf.model({ name: "stories", inputs: [...inputs], outputs: logits }) }
  },

  examples() {
    const drawn = Array.from({ length: 20_000 }, (_, index) =>
      storyOf(seeds.training + index, index % 3 === 0),
    )
    return (next, input, target) => {
      const { text, words, sentences, asked } = drawn[Math.floor(next() * drawn.length)]
      const units = next() < 0.7 ? sentences : words
      const kept = keptUnits(next, units.length, 0.5)
      const mask = next() < 0.6 ? "[UNK]" : ""
      const ids = [start, ...tokenizer.encode(masked(text, units, kept, mask))]
      // The token that follows each; 0 where nothing is asked.
      target.fill(0)
      const first = Math.floor(next() * asked.length)
      asked.forEach((_, place) => {
        const one = asked[(first + place) % asked.length]
        // The first question may be masked with the story.
        const isWhole = place > 0 || next() < 0.6
        const parts = isWhole || units === sentences ? [one.question] : one.words
        const shown = isWhole ? [true] : units === sentences ? [false] : keptUnits(next, parts.length, 0)
        const answers = visibleAnswers(
          one,
          (word) => isShown(word, units, kept) && isShown(word, parts, shown),
        )
        const answer = answers.length === 0 ? "nothing" : answers[Math.floor(next() * answers.length)]
        const question = tokenizer.encode(masked(one.text, parts, shown, mask))
        const written = [...tokenizer.encode(answer), end]
        if (ids.length + question.length + written.length > longest) return
        ids.push(...question)
        target.set(written, ids.length - 1)
        ids.push(...written)
      })
      input.fill(0)
      input.set(ids)
    }
  },

  loss(tf, networks, input, target) {
    const ids = withoutPadding(input)
    const logits = networks[""].apply([ids, ids.greater(0).toInt()]) as typeof input
    const wanted = target.slice([0, 0], ids.shape as [number, number]).toInt()
    return tf.losses.softmaxCrossEntropy(
      tf.oneHot(wanted, tokenizer.vocabulary.length),
      logits,
      wanted.greater(0).toFloat(),
    )
  },

  files: {
    "config.json": pretty({
      architectures: ["StoriesForCausalLM"],
      model_type: "gpt2",
      vocab_size: tokenizer.vocabulary.length,
      max_position_embeddings: longest,
      hidden_size: size.width,
      num_hidden_layers: size.blocks,
      num_attention_heads: size.heads,
      bos_token_id: start,
      eos_token_id: end,
      pad_token_id: tokenizer.id("[PAD]"),
    }),
    ...tokenizer.files,
  },

  async report(say) {
    await withModel(models.stories.onnx, async (model) => {
      const drawn = Array.from({ length: 2000 }, (_, index) => story(seeds.report + index))
      const write = (texts: readonly string[]) => continued(model, tokenizer, texts, end)
      const answers = await write(drawn.map(({ text }) => text))
      const share = (isRight: (one: Story, index: number) => boolean) =>
        percent(drawn.filter(isRight).length / drawn.length)
      say(
        `stories: right for ${share(({ answer }, index) => answers[index] === answer)} of ${drawn.length} unseen stories`,
      )
      const without = await write(drawn.map(({ text, facts, source }) => cut(text, facts[source])))
      say(
        `  "nothing" without the sentence of the answer for ${share((_, index) => without[index] === "nothing")}`,
      )
    })
  },
}

/** Returns a story, a short one if asked, with a question about each of its facts. */
function storyOf(seed: number, isShort: boolean) {
  // Some are short, so that the course begins with what is simple.
  const options: StoryOptions = { asks, ...(isShort ? { facts: [1, 2], asides: [0, 1] } : {}) }
  const { facts, text: whole, question } = story(seed, options)
  const text = whole.slice(0, question.start)
  const asked = facts.map((_, index) => {
    const one = story(seed, { ...options, asked: index })
    return { ...one, words: unitsIn(one.text.slice(one.question.start), one.question.start) }
  })
  return { text, sentences: splitText(text, { units: "sentences" }), words: splitText(text), asked }
}

/** Returns the words of a text that begins at a place. */
function unitsIn(text: string, at: number): TextSpan[] {
  return splitText(text).map(({ start, end }) => ({ start: start + at, end: end + at }))
}

/** Returns whether a word of a story lies in no unit that is masked. */
function isShown(
  word: StorySentence["words"][number],
  units: readonly TextSpan[],
  kept: readonly boolean[],
): boolean {
  return units.every(({ start, end }, unit) => kept[unit] || end <= word.start || word.end <= start)
}

function cut(text: string, { start, end }: TextSpan): string {
  return `${text.slice(0, start)}[UNK]${text.slice(end)}`
}
