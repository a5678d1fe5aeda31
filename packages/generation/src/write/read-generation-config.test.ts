import { expect, test } from "vitest"
import { refusal } from "../../test/world.ts"
import { readGenerationConfig } from "./read-generation-config.ts"

test("the first file counts, the second fills in what it leaves open", () => {
  const generation = JSON.stringify({
    decoder_start_token_id: 2,
    forced_bos_token_id: 0,
    eos_token_id: [2, 5],
    num_beams: 4,
    max_length: 143,
    min_length: 57,
    no_repeat_ngram_size: 3,
    length_penalty: 2,
    bad_words_ids: [[7], [8, 9]],
    suppress_tokens: [3],
    bos_token_id: null,
  })
  const config = JSON.stringify({ num_beams: 1, pad_token_id: 1 })
  expect(readGenerationConfig([generation, config])).toEqual({
    start: [2, 0],
    end: [2, 5],
    pad: 1,
    maxLength: 142,
    minLength: 56,
    beams: 4,
    lengthPenalty: 2,
    noRepeat: 3,
    forbidden: [3, 7],
  })
})

test("more than a search allows is cut to its limits", () => {
  const config = '{ "max_length": 1000000000, "num_beams": 1000000 }'
  expect(readGenerationConfig([config])).toEqual({ maxLength: 1024, beams: 64 })
})

test("the settings of a decoder inside another configuration are found", () => {
  const config = JSON.stringify({
    model_type: "vision-encoder-decoder",
    decoder: { bos_token_id: 1, eos_token_id: 2 },
  })
  expect(readGenerationConfig([config])).toEqual({ start: 1, end: 2 })
})

test.each([
  "",
  "[]",
  "null",
  '{ "num_beams": "four" }',
  '{ "eos_token_id": [1.5] }',
  '{ "max_length": -1 }',
  '{ "num_beams": 0 }',
])("%j is refused", async (text) => {
  expect(await refusal(() => readGenerationConfig([text]))).toMatchObject({ code: "CONFIG_INVALID" })
})
