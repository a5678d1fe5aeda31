import { functionBackend } from "@pami/backend-kit/function-backend"
import type { Tensors } from "@pami/core"
import { openTokenizer } from "@pami/text"
import { expect, test } from "vitest"
import { explainer } from "./index.ts"

const pieces =
  "[PAD] [UNK] [CLS] [SEP] [MASK] anna lives in par ##is . who where does live ? and bob sleeps".split(" ")
const idOf = (piece: string) => pieces.indexOf(piece)
const json = {
  added_tokens: ["[CLS]", "[SEP]", "[MASK]"].map((content) => ({
    id: idOf(content),
    content,
    special: true,
  })),
  normalizer: { type: "BertNormalizer" },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: { type: "BertProcessing", cls: ["[CLS]", 2], sep: ["[SEP]", 3] },
  model: {
    type: "WordPiece",
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    unk_token: "[UNK]",
  },
}
const tokenizer = openTokenizer({ tokenizer: new TextEncoder().encode(JSON.stringify(json)) })
const inputs = [{ name: "input_ids", dtype: "int64", shape: [null, null] }] as const

/** Returns a model that scores each token of a row, by names of outputs. */
async function tokenModel(
  scores: Readonly<Record<string, (row: readonly string[], at: number) => readonly number[]>>,
  shape: readonly (number | null)[],
) {
  const outputs = Object.keys(scores).map((name) => ({ name, dtype: "float32", shape }) as const)
  return await functionBackend(
    ({
      input_ids: {
        data,
        shape: [items, length],
      },
    }): Tensors => {
      const row = (item: number) =>
        Array.from({ length }, (_, at) => pieces[Number(data[item * length + at])])
      return Object.fromEntries(
        outputs.map(({ name }) => {
          const values = Array.from({ length: items }, (_, item) => {
            const words = row(item)
            return words.map((_word, at) => scores[name](words, at))
          })
          const sides = [items, length, ...shape.slice(2)] as number[]
          return [name, { dtype: "float32", shape: sides, data: Float32Array.from(values.flat(2)) }]
        }),
      )
    },
    { inputs, outputs, itemsPerCall: 64 },
  ).load("tokens")
}

// A name is a person; behind "in" it is a place, whose name has two tokens.
const tags = await tokenModel(
  {
    logits: (row, at) => {
      if (row[at] === "anna" || row[at] === "bob") return [0, 4, 0]
      return row[at] === "par" ? [2, 0, row[at - 1] === "in" ? 5 : 2] : [4, 0, 0]
    },
  },
  [null, null, 3],
)

test("each word with a tag is a target with its place, and the words that it depends on are found", async () => {
  const explain = await explainer(tags, { tokenizer, labels: ["O", "PERSON", "PLACE"] })
  const text = "Anna lives in Paris."
  const { explanation, map, axes, recipe, figure, html } = await explain(text)
  expect(recipe.task).toEqual({ name: "token-classification", outside: 0 })
  expect(explanation.targets.map(({ label, span }) => [label, text.slice(span!.start, span!.end)])).toEqual([
    ["Anna: PERSON", "Anna"],
    ["Paris: PLACE", "Paris"],
  ])
  const strongest = (label: string, count: number) => {
    const values = map(label)
    const order = [...values.keys()].toSorted((a, b) => values[b] - values[a])
    return order.slice(0, count).map((unit) => axes[0].labels![unit])
  }
  expect(strongest("Anna: PERSON", 1)).toEqual(["Anna"])
  expect(strongest("Paris: PLACE", 2).toSorted()).toEqual(["Paris", "in"])
  expect(new TextDecoder().decode(await figure({ format: "svg" }))).toContain("PLACE")
  expect(html!()).toContain("Paris: PLACE")
})

// The answer to "where" is the place; to another question it is the person.
const answers = await tokenModel(
  {
    start_logits: (row, at) => [row[at] === (row.includes("where") ? "par" : "anna") ? 6 : 0],
    end_logits: (row, at) => [row[at] === (row.includes("where") ? "##is" : "anna") ? 6 : 0],
  },
  [null, null],
)

test("an answer is a place in the context, and its words and those of the question have maps", async () => {
  const explain = await explainer(answers, { tokenizer })
  const texts = { context: "Bob sleeps, and Anna lives in Paris.", question: "Where does Anna live?" }
  const { explanation, map, texts: textsOf, recipe } = await explain(texts)
  expect(recipe.task).toEqual({ name: "question-answering" })
  const [{ label, span, score }] = explanation.targets
  expect(label).toBe("Paris")
  expect([span!.text, texts.context.slice(span!.start, span!.end)]).toEqual(["context", "Paris"])
  expect(score).toBeGreaterThan(0.8)
  const strongest = textsOf!(map()).map(({ name, pieces: own }) => [
    name,
    own.reduce((best, one) => ((one.importance ?? -1) > (best.importance ?? -1) ? one : best)).text,
  ])
  // The question is first, as models of answers take it.
  expect(strongest).toEqual([
    ["question", "Where"],
    ["context", "Paris"],
  ])
  const { explanation: person } = await explain({ ...texts, question: "Who sleeps?" })
  expect(person.targets[0].label).toBe("Anna")
})

test("what scores no tokens, or moves them, is refused with a code", async () => {
  const nothing = await explainer(tags, { tokenizer, labels: ["O", "PERSON", "PLACE"] })
  await expect(nothing("lives in")).rejects.toMatchObject({ code: "NOTHING_DETECTED" })
  await expect(nothing("Anna", { mask: "delete" })).rejects.toMatchObject({ code: "MASK_UNAVAILABLE" })
  const strings = functionBackend(({ text: { data } }) => data.map(() => [0.5, 0.5]), {
    inputs: [{ name: "text", dtype: "string", shape: [null] }],
  })
  const whole = await explainer(await strings.load("strings"), { task: "token-classification" })
  await expect(whole("Anna")).rejects.toMatchObject({ code: "TASK_UNSUPPORTED" })
})
