import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import type { Backend } from "@pami/core"
import { rankCorrelation } from "@pami/evaluation"
import { explainer } from "@pami/explainer"
import { vocabularyTokenizer } from "@pami/text"
import { mean } from "../quality/mean.ts"
import { sentence } from "./sentences.ts"
import { sentimentOf, weightOf } from "./vader.ts"

/** A model of sentiment, and its vocabulary. */
export interface SentimentFiles {
  readonly model: string
  readonly vocabulary: string
}

/**
 * Returns in a sentence how well the prediction of a model of sentiment, and the maps of its words, agree with VADER.
 *
 * @param options `model` gives the scores of two classes, negative and positive
 */
export async function compareSentiment({
  model,
  vocabulary,
  backend,
  count,
  seed,
}: SentimentFiles & { backend: Backend; count: number; seed: number }): Promise<string> {
  const tokenizer = vocabularyTokenizer(await readFile(vocabulary), { name: basename(vocabulary) })
  await using explain = await explainer(model, { backend, tokenizer, labels: ["negative", "positive"] })
  const positive: number[] = []
  const oracle: number[] = []
  const maps: number[] = []
  for (let index = 0; index < count; index++) {
    const text = sentence(seed + index)
    const { prediction, map, explanation } = await explain(text)
    positive.push(prediction.find(({ id }) => id === 1)!.score)
    oracle.push(sentimentOf(text))
    maps.push(rankCorrelation(map(1), (explanation.grids[0].labels ?? []).map(weightOf)))
  }
  return `${basename(model)}, ${count} sentences: its probability of "positive" correlates ${rankCorrelation(positive, oracle).toFixed(3)} by rank with VADER's sentiment; its maps correlate ${mean(maps).toFixed(3)} with VADER's word weights.`
}
