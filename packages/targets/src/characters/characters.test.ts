import { expect, test } from "vitest"
import { bind, codes, refusal, round, scoresOf, tensor } from "../../test/bind.ts"
import { characters, type CharactersOptions } from "./characters.ts"
import { charactersFormat } from "./characters-format.ts"

const alphabet = "helo"
/** Probabilities at time steps, one sign each: `-` is the blank; the others share what the sign leaves. */
const steps = (text: string, sure = 0.8) =>
  Array.from(text).map((sign) => [..."-helo"].map((one) => (one === sign ? sure : (1 - sure) / 4)))
const ntc = (text: string, sure?: number) => ({ y: tensor([1, text.length, 5], steps(text, sure).flat()) })
const word = "-hhe-l-loo-"

test("the text is decoded, and each of its characters is a target, with the mean as the whole text", async () => {
  const bound = await bind(characters({ alphabet }), ntc(word))
  expect(bound.targets.map(({ id, label }) => `${id}: ${label}`)).toEqual([
    "text: hello",
    "0: h (1)",
    "1: e (2)",
    "2: l (3)",
    "3: l (4)",
    "4: o (5)",
  ])
  expect(bound.preferred).toBe(0)
  expect(bound.settings).toMatchObject({ layout: "NTC", activation: "none", text: "hello" })
  // The second l is missing.
  const [all, h, e, l, second, o] = scoresOf(bound, ntc("-hhe-l--oo-"))[0]
  expect([h, e, l, o]).toEqual([0.8, 0.8, 0.8, 0.8])
  expect(second).toBe(0.05)
  expect(all).toBe(round((4 * 0.8 + 0.05) / 5))
})

test("a shift by a step costs nothing, another place in the text all", async () => {
  const bound = await bind(characters({ alphabet }), ntc(word))
  expect(scoresOf(bound, ntc("--hhe-l-loo"))[0]).toEqual([0.8, 0.8, 0.8, 0.8, 0.8, 0.8])
  expect(scoresOf(bound, ntc("---------hh"))[0][1]).toBe(0.05)
})

test("time first, classes before time, logits, and the blank last are read alike", async () => {
  const texts = async (options: Partial<CharactersOptions>, tensors: Parameters<typeof bind>[1]) => {
    const bound = await bind(characters({ alphabet, ...options }), tensors)
    return [bound.targets[0].label, ...scoresOf(bound, tensors)[0].slice(1, 3)]
  }
  const rows = steps(word)
  expect(await texts({}, { y: tensor([11, 1, 5], rows.flat()) })).toEqual(["hello", 0.8, 0.8])
  const transposed = [0, 1, 2, 3, 4].flatMap((cls) => rows.map((row) => row[cls]))
  expect(await texts({}, { y: tensor([1, 5, 11], transposed) })).toEqual(["hello", 0.8, 0.8])
  expect(
    await texts(
      {},
      {
        y: tensor(
          [1, 11, 5],
          rows.flat().map((p) => 3 + Math.log(p)),
        ),
      },
    ),
  ).toEqual(["hello", 0.8, 0.8])
  const last = rows.flatMap(([blank, ...letters]) => [...letters, blank])
  expect(await texts({ blank: "last" }, { y: tensor([1, 11, 5], last) })).toEqual(["hello", 0.8, 0.8])
})

test("each item of a batch has its scores, whichever axis is first", async () => {
  const [a, b] = [steps(word, 0.6), steps(word, 0.4)]
  const first = await bind(characters({ alphabet }), ntc(word))
  expect(scoresOf(first, { y: tensor([2, 11, 5], [...a, ...b].flat()) }, 2).map(([, h]) => h)).toEqual([
    0.6, 0.4,
  ])
  const time = await bind(characters({ alphabet }), { y: tensor([11, 1, 5], steps(word).flat()) })
  const both = a.flatMap((row, t) => [...row, ...b[t]])
  expect(scoresOf(time, { y: tensor([11, 2, 5], both) }, 2).map(([, h]) => h)).toEqual([0.6, 0.4])
})

test("a class beyond the alphabet and the blank is a space, as of PaddleOCR", async () => {
  const rows = Array.from("h-~o").map((sign) => [..."-helo~"].map((one) => (one === sign ? 0.9 : 0.02)))
  const bound = await bind(characters({ alphabet }), { y: tensor([1, 4, 6], rows.flat()) })
  expect(bound.targets[0].label).toBe("h o")
  expect(codes(bound)).toContain("SPACE_ADDED")
})

test("a text that is empty, and an alphabet of another model, are refused", async () => {
  expect(await refusal(() => bind(characters({ alphabet }), ntc("-----")))).toMatchObject({
    code: "NOTHING_DETECTED",
  })
  expect(await refusal(() => bind(characters({ alphabet: "abcdefgh" }), ntc(word)))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining("9 classes"),
  })
  expect(
    await refusal(() => bind(characters({ alphabet: "abcdefgh", layout: "NTC" }), ntc(word))),
  ).toMatchObject({
    code: "ALPHABET_UNSUITABLE",
  })
})

test("the shapes of published models", () => {
  const paddle = charactersFormat([{ name: "softmax", dtype: "float32", shape: [null, null, 6625] }], {
    characters: 6623,
  })
  expect(paddle).toMatchObject([{ clear: true, layout: "NTC", classes: 6625, steps: null }])
  expect(charactersFormat([{ name: "y", dtype: "float32", shape: [null, 1000] }])).toEqual([])
})
