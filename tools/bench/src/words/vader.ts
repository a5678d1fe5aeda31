import { functionBackend } from "@pami/backend-kit/function-backend"
import { average, explain, partWeights } from "@pami/core"
import { rankCorrelation } from "@pami/evaluation"
import { value } from "@pami/targets"
import { textInput, textPartitions } from "@pami/text"
import vader from "vader-sentiment"
import { mean } from "../quality/mean.ts"
import { scattered, sentence } from "./sentences.ts"

/** Returns the sentiment of a text by VADER, -1 to 1. */
export function sentimentOf(text: string): number {
  return vader.SentimentIntensityAnalyzer.polarity_scores(text).compound
}

/** Returns the weight of a word in VADER's lexicon, 0 for a word that it does not have. */
export function weightOf(word: string): number {
  // VADER divides a sum s by the root of s² + 15, and rounds.
  const sentiment = sentimentOf(word)
  return (sentiment * Math.sqrt(15)) / Math.sqrt(1 - sentiment * sentiment)
}

/** Explains VADER as a function of texts, and returns in sentences how well the maps give its known word weights in order. */
export async function recoverVader({ count, seed }: { count: number; seed: number }): Promise<string> {
  const inSentences = await recover(sentence, count, seed)
  const apart = await recover(scattered, count, seed)
  return `VADER as a function, ${count} sentences: its word weights correlate ${inSentences.correlation.toFixed(3)} by rank with the maps; the opinions of a sentence are in the order of their weights in ${inSentences.ordered} of ${count}. Of ${count} texts with opinions at any distance: ${apart.ordered}.`
}

async function recover(
  textOf: (seed: number) => string,
  count: number,
  seed: number,
): Promise<{ readonly correlation: number; readonly ordered: number }> {
  const inputs = [{ name: "text", dtype: "string", shape: [null] }] as const
  const model = await functionBackend(({ text }) => text.data.map((one) => [sentimentOf(one)]), {
    inputs,
    itemsPerCall: 64,
  }).load("vader-sentiment 1.1.3")
  const correlations: number[] = []
  let ordered = 0
  for (let index = 0; index < count; index++) {
    const { input } = textInput({ texts: textOf(seed + index), tensors: inputs, mask: "delete" })
    const explanation = await explain({ model, input, target: value(), partitioner: textPartitions() })
    // As `explainer` reads texts.
    const map = average(explanation, undefined, { weight: partWeights["inverse-area"] })
    const labels = input.grids[0].labels ?? []
    const weights = labels.map(weightOf)
    correlations.push(rankCorrelation(map, weights))
    const opinions = labels.flatMap((_, unit) => (weights[unit] === 0 ? [] : [unit]))
    if (isOrdered(opinions, map, weights)) ordered++
  }
  return { correlation: mean(correlations), ordered }
}

/** Returns whether of any two units with different weights, that of the higher weight has the higher value. */
function isOrdered(units: readonly number[], map: ArrayLike<number>, weights: readonly number[]): boolean {
  return units.every((one) =>
    units.every((other) => weights[one] - weights[other] < 0.05 || map[one] > map[other]),
  )
}
