import { average, classProbability, explain, peak } from "@pami/core"
import type { Model } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { textInput, textPartitions, unitsOf } from "../src/index.ts"
import type { TextInput, TextInputOptions } from "../src/index.ts"
import { families, tokenizerOf } from "./families.ts"
import { encoderTensors, pairModel, stringModel, tokenModel } from "./token-models.ts"

const fillers = "the film was about a house and its people , who met one day .".split(" ")

/** Returns a sentence with words at random places, in order. */
function sentenceWith(words: readonly string[], seed: number): string {
  const next = random(seed)
  const places = words.map(() => Math.floor(next() * 18)).sort((a, b) => a - b)
  const sentence: string[] = []
  for (let i = 0; i <= 18; i++) {
    for (const [k, place] of places.entries()) if (place === i) sentence.push(words[k])
    sentence.push(fillers[Math.floor(next() * fillers.length)])
  }
  return sentence.join(" ")
}

async function mapOf(model: Model, made: TextInput, target = 1): Promise<Float32Array> {
  const explanation = await explain({
    model,
    input: made.input,
    partitioner: textPartitions(),
    target: classProbability({ activation: "none" }),
  })
  return average(explanation, target)
}

test("the peak is on the one word that decides", async () => {
  const model = await stringModel((text) => (/\bgood\b/u.test(text) ? 0.9 : 0.2))
  for (let seed = 0; seed < 20; seed++) {
    const made = textInput({ texts: sentenceWith(["good"], seed), tensors: model.inputs })
    const map = await mapOf(model, made)
    expect(made.input.grids[0].labels![peak(map)]).toBe("good")
  }
})

test("a negation: both words are above all others, for the class that they decide", async () => {
  // "not good" is bad, "good" alone is good; the negation is at once before its word.
  const model = await stringModel((text) => (/not good/u.test(text) ? 0.05 : /good/u.test(text) ? 0.95 : 0.5))
  for (let seed = 0; seed < 20; seed++) {
    const made = textInput({ texts: sentenceWith(["not good"], seed), tensors: model.inputs })
    const labels = made.input.grids[0].labels!
    const map = await mapOf(model, made, 0)
    expect(labels[peak(map)]).toBe("not")
  }
})

for (const family of families)
  test.each(["auto", "delete"] as const)(
    `the peak is on the word that decides, through ${family}: mask %s`,
    async (mask) => {
      const tokenizer = tokenizerOf(family)
      const good = [" good", "good"].map((word) => tokenizer.encode(word).join())
      const model = await tokenModel((ids) => {
        const row = `,${ids.join()},`
        return good.some((own) => row.includes(`,${own},`)) ? 0.9 : 0.2
      })
      for (let seed = 0; seed < 6; seed++) {
        const options: TextInputOptions = {
          texts: sentenceWith(["good"], seed),
          tokenizer,
          tensors: encoderTensors(),
          mask,
        }
        const made = textInput(options)
        const map = await mapOf(model, made)
        expect(made.input.grids[0].labels![peak(map)]).toBe("good")
      }
    },
  )

test("of two equal words, the one that decides has the peak", async () => {
  // Only a word at the start counts.
  const model = await stringModel((text) => (text.startsWith("good") ? 0.9 : 0.1))
  const made = textInput({ texts: "good is good and good", tensors: model.inputs, mask: { word: "_" } })
  const map = await mapOf(model, made)
  expect(peak(map)).toBe(0)
  expect(unitsOf(made, map)[0]).toMatchObject({ start: 0, end: 4, text: "good" })
})

test("in a pair, the words that contradict each other are found with the other text kept", async () => {
  const made = textInput({
    texts: [
      { name: "premise", text: "a man with a hat sleeps on a bench" },
      { name: "hypothesis", text: "the man there is awake today" },
    ],
    tensors: [{ name: "pair", dtype: "string", shape: [null, 2] }],
    mask: { word: "_" },
  })
  const model = await pairModel((premise, hypothesis) =>
    premise.includes("sleeps") && hypothesis.includes("awake") ? 0.9 : 0.1,
  )
  const map = await mapOf(model, made)
  const best = (name: string) =>
    unitsOf(made, map, name)
      .filter(({ importance }) => importance !== undefined)
      .sort((a, b) => b.importance! - a.importance!)[0].text
  expect([best("premise"), best("hypothesis")]).toEqual(["sleeps", "awake"])
})
