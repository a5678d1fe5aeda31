import { average, explain, fixedPartitions, fromLabels, grid, type Model, positionOf } from "@pami/core"
import { expect, test } from "vitest"
import { answerMaps, answerOf, answerWords, encoderDecoder, generate } from "../src/index.ts"
import {
  caption,
  captionIds,
  decoderOf,
  encoder,
  end,
  feedsOf,
  photo,
  probabilitiesOf,
  start,
  tokenizer,
} from "./world.ts"

const quadrants = Int32Array.from({ length: 16 }, (_, i) => 2 * Number(i >= 8) + Number(i % 4 >= 2))
const partitioner = fixedPartitions([fromLabels(quadrants, [4, 4])])
const answer = answerOf({ tokenizer, text: caption })

/** The value of a map in each quadrant. */
const byQuadrant = (map: Float32Array) => [0, 2, 8, 10].map((unit) => Number(map[unit].toFixed(6)))

/** Only a quadrant of the image is shown. */
const shown = (quadrant: number) => [0, 1, 2, 3].map((q) => Number(q === quadrant && (q === 0 || q === 3)))
const wordsOf = (p: readonly number[]) => [p[0], p[1], p[2], p[3] * p[4]]

test.each([null, 7])(
  "the map of each word is on its object, in one sweep, with a decoder of length %s",
  async (length) => {
    const model = encoderDecoder({ encoder, decoder: decoderOf({ length }), answer, start })
    const explanation = await explain({ model, input: photo, target: answerWords({ answer }), partitioner })
    expect(explanation.passes).toBe(4)
    expect(explanation.targets.map(({ id, label }) => `${id} ${label}`)).toEqual([
      "answer a ball and cats",
      "0 a",
      "1 ball",
      "2 and",
      "3 cats",
    ])
    const expected = [0, 1, 2, 3].map((quadrant) => wordsOf(probabilitiesOf(shown(quadrant))))
    for (const [word, name] of ["a", "ball", "and", "cats"].entries())
      expect([name, ...byQuadrant(average(explanation, word))]).toEqual([
        name,
        ...expected.map((words) => Number(words[word].toFixed(6))),
      ])
    // Ball and cats depend on the image; the whole answer is their mean.
    expect(byQuadrant(average(explanation))).toEqual(
      expected.map(([, ball, , cats]) => Number(((ball + cats) / 2).toFixed(6))),
    )
    expect(answerMaps(explanation).map(({ label, depends }) => [label, depends])).toEqual([
      ["a", false],
      ["ball", true],
      ["and", false],
      ["cats", true],
    ])
    expect(explanation.findings).toMatchObject([
      { code: "WORDS_INDEPENDENT", message: expect.stringContaining('depend on the input: "a", "and".') },
    ])
    expect(explanation.provenance.target.settings).toMatchObject({ independent: [0, 2], dependence: 0.2 })
  },
)

test("the number of decoder runs is that of the passes, whatever the number of words", async () => {
  const items = async (text: string) => {
    const decoder = decoderOf() as Model & { runs: { input_ids: { shape: number[] } }[] }
    const own = answerOf({ tokenizer, text })
    const model = encoderDecoder({ encoder, decoder, answer: own, start })
    const target = answerWords({ answer: own })
    const { passes } = await explain({ model, input: photo, target, partitioner: grid({ size: 1 }) })
    const counted = decoder.runs.reduce((sum, { input_ids: ids }) => sum + ids.shape[0], 0)
    return { passes, checks: counted - passes, longest: decoder.runs[0].input_ids.shape[1] }
  }
  const one = await items("a")
  const four = await items(caption)
  expect([one.longest, four.longest]).toEqual([1, 5])
  expect({ ...four, longest: 1 }).toEqual(one)
  expect(four.passes).toBe(16)
  // The checks before a sweep: input, baseline, input again, and a batch.
  expect(four.checks).toBeLessThanOrEqual(8)
})

test("the model's own answer is explained like that of a person", async () => {
  const decoder = decoderOf()
  const written = await generate({ encoder, decoder }, feedsOf(photo), { start, end })
  expect(written.ids).toEqual(captionIds)
  const own = answerOf({ tokenizer, ids: written.ids })
  const model = encoderDecoder({ encoder, decoder, answer: own, start })
  const explanation = await explain({
    model,
    input: photo,
    target: answerWords({ answer: own }),
    partitioner,
  })
  expect(explanation.targets[positionOf(explanation, "answer")].label).toBe(caption)
})

test("teacher forcing gives the product of the probabilities of the steps", async () => {
  const decoder = decoderOf()
  const { probabilities } = await generate({ encoder, decoder }, feedsOf(photo), { start, end })
  const model = encoderDecoder({ encoder, decoder, answer, start })
  const target = answerWords({ answer })
  const { targets } = await explain({ model, input: photo, target, partitioner })
  const expected = probabilitiesOf([1, 0, 0, 1])
  for (const [k, p] of expected.entries()) expect(probabilities[k]).toBeCloseTo(p, 6)
  for (const [word, p] of wordsOf(expected).entries()) expect(targets[word + 1].score).toBeCloseTo(p, 6)
})

test("log-probabilities add up, and the whole answer is the sum of the words that depend on the input", async () => {
  const model = encoderDecoder({ encoder, decoder: decoderOf(), answer, start })
  const target = answerWords({ answer, scale: "log-probability" })
  const explanation = await explain({ model, input: photo, target, partitioner })
  const expected = wordsOf(probabilitiesOf([1, 0, 0, 1])).map(Math.log)
  expect(explanation.scale).toEqual({ unit: "log-probability" })
  for (const [word, value] of expected.entries())
    expect(explanation.targets[word + 1].score).toBeCloseTo(value, 5)
  expect(explanation.targets[0].score).toBeCloseTo(expected[1] + expected[3], 5)
  expect(answerMaps(explanation).map(({ depends }) => depends)).toEqual([false, true, false, true])
})
