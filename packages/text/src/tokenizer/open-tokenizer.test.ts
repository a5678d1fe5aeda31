import { readFileSync } from "node:fs"
import { isPamiError } from "@pami/core"
import { expect, test } from "vitest"
import { bytesOf, families, tokenizerJson, tokenizerOf } from "../../test/families.ts"
import type { Family } from "../../test/families.ts"
import { randomText } from "../../test/random-text.ts"
import { openTokenizer } from "../index.ts"
import { precompiled } from "./precompiled.ts"

interface Reference {
  readonly texts: readonly string[]
  readonly expected: Readonly<
    Record<Family, { ids: readonly number[][]; pair: { ids: number[]; types: number[] } }>
  >
}

const reference = JSON.parse(
  readFileSync(new URL("../../test/reference/expected.json", import.meta.url), "utf8"),
) as Reference

test.each(families)("ids are those of the reference: %s", (family) => {
  const tokenizer = tokenizerOf(family)
  const { ids, pair } = reference.expected[family]
  for (const [i, text] of reference.texts.entries()) expect(tokenizer.encode(text), text).toEqual(ids[i])
  expect(tokenizer.wrap(reference.texts.slice(0, 2).map(tokenizer.encode))).toEqual(pair)
})

test("one text has the special tokens of its model around it", () => {
  const wrapped = (family: Family) => tokenizerOf(family).wrap([[7, 8]]).ids
  expect(families.map(wrapped)).toEqual([
    [2, 7, 8, 3],
    [2, 7, 8, 3],
    [2, 7, 8, 3],
    [2, 7, 8, 3],
    [2, 7, 8],
  ])
  expect(() => tokenizerOf("WordPiece").wrap([[1], [2], [3]])).toThrow("one text or two; got 3")
})

test("special tokens, pieces and text are found", () => {
  const tokenizer = tokenizerOf("WordPiece")
  expect([tokenizer.maskToken, tokenizer.unknownToken, tokenizer.padId]).toEqual(["[MASK]", "[UNK]", 0])
  expect(tokenizer.encode("good [MASK]")).toEqual([...tokenizer.encode("good"), 4])
  expect(tokenizer.decode(tokenizer.encode("The unbelievable film"))).toBe("the unbelievable film")
  expect(tokenizer.piece(3)).toBe("[SEP]")
  expect(tokenizer.piece(1e6)).toBe("")
  const bytes = tokenizerOf("byte-level BPE")
  const text = "naïve 👩‍👩‍👧 好 film"
  expect(bytes.decode(bytes.encode(text))).toBe(text)
})

test("tokenizer_config.json names special tokens and the largest length", () => {
  const tokenizer = openTokenizer({
    tokenizer: bytesOf(tokenizerJson("BPE")),
    config: bytesOf({
      model_max_length: 128,
      mask_token: { content: "<s>" },
      pad_token: "</s>",
      unk_token: null,
    }),
  })
  expect([tokenizer.maxLength, tokenizer.maskToken, tokenizer.padId]).toEqual([128, "<s>", 3])
  const config = bytesOf({ model_max_length: 1e30 })
  expect(openTokenizer({ tokenizer: bytesOf(tokenizerJson("BPE")), config }).maxLength).toBeUndefined()
  const truncated = { ...tokenizerJson("BPE"), truncation: { max_length: 64 } }
  expect(openTokenizer({ tokenizer: bytesOf(truncated) }).maxLength).toBe(64)
})

const wordLevel = (rest: object = {}) => ({
  model: {
    type: "WordLevel",
    vocab: { "<unk>": 0, a: 1, b: 2, "-": 3, c1: 4, "!": 5, "!!": 6, été: 7 },
    unk_token: "<unk>",
  },
  ...rest,
})
const pieces = (pre: object, text: string) => {
  const tokenizer = openTokenizer({ tokenizer: bytesOf(wordLevel({ pre_tokenizer: pre })) })
  return tokenizer.encode(text).map(tokenizer.piece)
}

test("a text is cut as the pre-tokenizer says", () => {
  expect(pieces({ type: "Whitespace" }, "été b!!")).toEqual(["été", "b", "!!"])
  expect(
    pieces(
      { type: "Sequence", pretokenizers: [{ type: "WhitespaceSplit" }, { type: "Punctuation" }] },
      "a!! b",
    ),
  ).toEqual(["a", "!", "!", "b"])
  expect(pieces({ type: "CharDelimiterSplit", delimiter: "-" }, "a-b")).toEqual(["a", "b"])
  const split = (behavior: string, invert = false) =>
    pieces({ type: "Split", pattern: { String: "-" }, behavior, invert }, "a-b")
  expect(split("Removed")).toEqual(["a", "b"])
  expect(split("Isolated")).toEqual(["a", "-", "b"])
  expect(split("Removed", true)).toEqual(["-"])
  expect(split("MergedWithNext")).toEqual(["a", "<unk>"])
})

test("an added token may be a whole word alone, and take in white space", () => {
  const token = (rest: object) => {
    const added_tokens = [{ id: 9, content: "ab", special: false, normalized: false, ...rest }]
    return openTokenizer({
      tokenizer: bytesOf(wordLevel({ added_tokens, pre_tokenizer: { type: "WhitespaceSplit" } })),
    })
  }
  expect(token({}).encode("a ab abc")).toEqual([1, 9, 9, 0])
  expect(token({ single_word: true }).encode("a ab abc")).toEqual([1, 9, 0])
  expect(token({ lstrip: true, rstrip: true }).encode("a  ab  b")).toEqual([1, 9, 2])
})

test("a character that the vocabulary lacks is an error if it has no unknown token", () => {
  const tokenizer = openTokenizer({
    tokenizer: bytesOf({ model: { type: "Unigram", vocab: [["a", -1]], unk_id: null } }),
  })
  expect(tokenizer.encode("aa")).toEqual([0, 0])
  expect(() => tokenizer.encode("ab")).toThrow(expect.objectContaining({ code: "TOKENIZER_MISMATCH" }))
})

test("a table of SentencePiece replaces the characters that it has", () => {
  // Two units of a double array: the root leads to "a", whose value is the place of its replacement.
  const table = new Int32Array(256)
  table[0] = 1 << 10
  table[1 ^ 97] = 97 | (1 << 8) | ((1 ^ 97 ^ 200) << 10)
  table[200] = 0x8000_0000 | 0
  const bytes = new Uint8Array(4 + 1024 + 3)
  new DataView(bytes.buffer).setUint32(0, 1024, true)
  bytes.set(new Uint8Array(table.buffer), 4)
  bytes.set([120, 121, 0], 4 + 1024)
  const normalize = precompiled(btoa(String.fromCharCode(...bytes)))
  expect(normalize("banana 好a")).toBe("bxynxynxy 好xy")
})

const broken: readonly [string, unknown, string, string?][] = [
  ["no JSON", "{", "is not JSON"],
  ["a list", [], "holds a list of 0"],
  ["no model", {}, "has no model"],
  [
    "an unknown model",
    { model: { type: "Markov", vocab: {} } },
    '"Markov" is not known',
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "a vocabulary as a text",
    { model: { type: "WordPiece", vocab: "a" } },
    "not an object with an id for each piece",
  ],
  ["an empty vocabulary", { model: { type: "WordPiece", vocab: {} } }, "has 0 pieces"],
  ["a negative id", { model: { type: "WordPiece", vocab: { a: -1 } } }, 'the id of "a" is -1'],
  ["a huge id", { model: { type: "BPE", vocab: { a: 1e12 }, merges: [] } }, "not a whole number from 0"],
  ["a merge of three", { model: { type: "BPE", vocab: { a: 0 }, merges: ["a b c"] } }, "not two pieces"],
  ["a score as a text", { model: { type: "Unigram", vocab: [["a", "b"]] } }, "not a piece and its score"],
  ["an unknown id outside", { model: { type: "Unigram", vocab: [["a", -1]], unk_id: 5 } }, "unk_id is 5"],
  [
    "an unknown normalizer",
    wordLevel({ normalizer: { type: "Rot13" } }),
    '"Rot13" is not known',
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "an unknown pre-tokenizer",
    wordLevel({ pre_tokenizer: { type: "X" } }),
    '"X" is not known',
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "an unknown post-processor",
    wordLevel({ post_processor: { type: "X" } }),
    '"X" is not known',
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "an unknown decoder",
    wordLevel({ decoder: { type: "X" } }),
    "decoder of the tokenizer",
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "a broken expression",
    wordLevel({ pre_tokenizer: { type: "Split", pattern: { Regex: "(" }, behavior: "Removed" } }),
    "regular expression",
    "TOKENIZER_UNSUPPORTED",
  ],
  [
    "a long expression",
    wordLevel({
      pre_tokenizer: { type: "Split", pattern: { Regex: "a".repeat(5000) }, behavior: "Removed" },
    }),
    "of up to 4096 characters",
  ],
  [
    "a template without a text",
    wordLevel({ post_processor: { type: "TemplateProcessing", single: [], pair: [] } }),
    "no place",
  ],
  [
    "an added token without an id",
    wordLevel({ added_tokens: [{ content: "x" }] }),
    "id of an added token is nothing",
  ],
  [
    "a broken table",
    wordLevel({ normalizer: { type: "Precompiled", precompiled_charsmap: "AAAA" } }),
    "table",
  ],
]

test.each(broken)(
  "a stranger's file gives a coded error: %s",
  (_, file, message, code = "TOKENIZER_INVALID") => {
    const bytes = typeof file === "string" ? new TextEncoder().encode(file) : bytesOf(file)
    expect(() => openTokenizer({ tokenizer: bytes })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  },
)

test("sequences in sequences end", () => {
  const depth = 50_000
  const nest = (type: string, key: string) =>
    `{"type":"${type}","${key}":[`.repeat(depth) + "]}".repeat(depth)
  const model = JSON.stringify(wordLevel().model)
  for (const [step, key] of [
    ["normalizer", "normalizers"],
    ["pre_tokenizer", "pretokenizers"],
    ["post_processor", "processors"],
    ["decoder", "decoders"],
  ]) {
    const json = `{"model":${model},"${step}":${nest("Sequence", key)}}`
    expect(() => openTokenizer({ tokenizer: new TextEncoder().encode(json) })).toThrow(
      expect.objectContaining({ code: "TOKENIZER_UNSUPPORTED" }),
    )
  }
})

test("any change of a file gives a tokenizer or a coded error", () => {
  for (const family of families) {
    const text = JSON.stringify(tokenizerJson(family))
    for (let seed = 0; seed < 60; seed++) {
      const at = Math.floor((text.length * ((seed * 37) % 61)) / 61)
      const changed =
        text.slice(0, at) +
        ["null", "", "[]", '"x"', "{}", "-1", "1e9"][seed % 7] +
        text.slice(at + (seed % 5))
      try {
        openTokenizer({ tokenizer: new TextEncoder().encode(changed) }).encode(randomText(seed, 5))
      } catch (error) {
        if (!isPamiError(error)) throw error
        expect(error.code).toMatch(/^TOKENIZER_/u)
      }
    }
  }
})

test("a sequence of changed members gives a tokenizer or a coded error", () => {
  const values = [null, 5, "x", [], {}, [null], [["a"]], { type: "Sequence" }, -1]
  for (const family of families) {
    const json = tokenizerJson(family) as Record<string, Record<string, unknown>>
    for (const key of Object.keys(json))
      for (const value of values) {
        const inner = typeof json[key] === "object" && json[key] !== null ? Object.keys(json[key]) : []
        const files = [
          { ...json, [key]: value },
          ...inner.map((one) => ({ ...json, [key]: { ...json[key], [one]: value } })),
        ]
        for (const file of files)
          try {
            const tokenizer = openTokenizer({ tokenizer: bytesOf(file) })
            tokenizer.decode(tokenizer.wrap([tokenizer.encode("a fine film, 好 👍")]).ids)
          } catch (error) {
            if (!isPamiError(error)) throw error
          }
      }
  }
})

test("normalizers that lengthen a text without end are refused before they fill the memory", () => {
  const longer = { type: "Replace", pattern: { Regex: "." }, content: "x".repeat(1000) }
  const normalizer = { type: "Sequence", normalizers: Array.from({ length: 3 }, () => longer) }
  const open = () => openTokenizer({ tokenizer: bytesOf(wordLevel({ normalizer })) }).encode("x")
  expect(open).toThrow(expect.objectContaining({ code: "TOKENIZER_INVALID" }))
})
