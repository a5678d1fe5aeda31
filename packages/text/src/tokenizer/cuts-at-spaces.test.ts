import { expect, test } from "vitest"
import { families, tokenizerJson, tokenizerOf } from "../../test/families.ts"
import { randomText } from "../../test/random-text.ts"
import { openTokenizer, vocabularyTokenizer } from "../index.ts"

const vocabulary = vocabularyTokenizer(new TextEncoder().encode("<PAD>\n<UNK>\n<MASK>\nσος\nthe"))
const cutting = [...families.map(tokenizerOf), vocabulary].filter(({ cutsAtSpaces }) => cutsAtSpaces)

test("two texts with white space between them have the ids of each", () => {
  expect(cutting.map(({ name }) => name)).toEqual(["WordPiece", "BPE", "vocabulary"])
  for (const { name, encode } of cutting)
    for (let seed = 0; seed < 60; seed++) {
      const [a, b] = [`${randomText(seed, 4)}ΣΟΣ`, randomText(seed + 1000, 4)]
      for (const gap of [" ", "\n", "\u3000"])
        expect(encode(a + gap + b), `${name}: ${JSON.stringify(a + gap + b)}`).toEqual([
          ...encode(a),
          ...encode(b),
        ])
    }
})

test.each([
  [
    "a normalizer that may look at neighbours",
    { normalizer: { type: "Replace", pattern: { String: "a b" }, content: "ab" } },
  ],
  ["no cut at white space", { pre_tokenizer: { type: "Punctuation" } }],
  [
    "a token that takes in white space",
    { added_tokens: [{ id: 4, content: "[MASK]", special: true, lstrip: true }] },
  ],
])("nothing is taken for granted of a tokenizer with %s", (_, fields) => {
  const bytes = new TextEncoder().encode(JSON.stringify({ ...tokenizerJson("WordPiece"), ...fields }))
  expect(openTokenizer({ tokenizer: bytes }).cutsAtSpaces).toBe(false)
})
