import { contractVersion } from "@pami/core"
import type { Model, Settings, StringTensor, Target } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { LanguageModel } from "../contracts/language-model.ts"
import type { ScoringName } from "../contracts/scoring-name.ts"
import type { AnswerPart } from "./answer-spans.ts"
import { contextName } from "./context-input.ts"

const outputName = "spans"

/** Returns a language model as a model of `@pami/core`: masked contexts in, the score of each part of the answer out. */
export function answerModel(
  model: LanguageModel,
  options: {
    readonly parts: readonly AnswerPart[]
    readonly settings: Settings
    readonly score: (context: string) => Promise<readonly number[]>
  },
): Model {
  const { parts, score } = options
  const settings = { ...model.settings, ...options.settings }
  const digest = sha256([new TextEncoder().encode(JSON.stringify([model.settings["url"], model.name]))])
  return {
    contract: contractVersion,
    backend: "openai",
    inputs: [{ name: contextName, dtype: "string", shape: [null] }],
    outputs: [{ name: outputName, dtype: "float64", shape: [null, parts.length] }],
    // One call for each part, so that each is kept and reported once it is answered.
    limits: { preferredBatch: 1, preferredRuns: model.concurrency },
    digest,
    settings,
    async run(feeds) {
      const { data } = feeds[contextName] as StringTensor
      const rows = await Promise.all(data.map(score))
      return {
        [outputName]: {
          dtype: "float64",
          shape: [data.length, parts.length],
          data: Float64Array.from(rows.flat()),
        },
      }
    },
    async dispose() {},
  }
}

/** Returns the target whose scores are those of the parts of an answer: the whole first. */
export function answerTarget(parts: readonly AnswerPart[], scoring: ScoringName): Target {
  const read = (data: ArrayLike<number>) =>
    parts.map(({ id, text }, position) => ({ id, label: text, score: data[position] }))
  return {
    name: "answer",
    settings: { scoring, spans: parts.map(({ id }) => id) },
    bind: ({ original }) => ({
      targets: read(original[outputName].data as Float64Array),
      scale: scoring === "similarity" ? { unit: "similarity", range: [0, 1] } : { unit: "log-probability" },
      preferred: 0,
      settings: { scoring, spans: parts.map(({ id }) => id) },
      findings: [],
      score(outputs, count, scores) {
        const { data } = outputs[outputName]
        for (let i = 0; i < count * parts.length; i++) scores[i] = data[i] as number
      },
    }),
  }
}
