import { countParts, countUnits, nothing, everything, partOf } from "@pami/core"
import type { Explanation, Input, Part, Partitioner } from "@pami/core"
import type { Asker } from "./asker.ts"
import { keptBy } from "./context-input.ts"
import type { Context } from "../context/context.ts"
import type { Prompt } from "../context/prompt.ts"
import { type ScoringName, scoringNames } from "../contracts/scoring-name.ts"
import type { Scoring } from "../scoring/scoring.ts"
import { scorings } from "../scoring/scorings.ts"

/** The cost of an explanation, before it starts. */
export interface AnswerPlan {
  /** Number of parts of the context that are scored. */
  readonly passes: number
  /** Number of calls that the server will answer; known answers cost none. */
  readonly calls: number
  /** The largest number of calls: to find out how the server scores answers may take a few more. Equal to `calls` if that is known. */
  readonly mostCalls: number
  /** Number of scores that are in the cache. */
  readonly known: number
  /** Tokens that the server reads and writes in `calls`, estimated from characters. */
  readonly tokens: { readonly read: number; readonly written: number }
  /** Whether `calls` is exact if no call fails. A method that looks at scores before it cuts has an upper bound only. */
  readonly exact: boolean
}

/** Number of calls that check whether the server still gives the same answer. */
export const checks = 2

/** Facts that a plan is made of. */
export interface PlanFacts {
  readonly asker: Asker
  readonly context: Context
  readonly input: Input
  readonly partitioner: Partitioner
  readonly limit: number
  readonly render: (context: string) => Prompt
  /** Absent if the model will write it. */
  readonly answer: string | undefined
  /** Most tokens of an answer that the model will write. */
  readonly maxTokens: number
  /** Absent if the server will be asked. */
  readonly scoring: ScoringName | undefined
}

/** Returns the cost of an explanation. Makes no call. */
export async function planCalls(facts: PlanFacts): Promise<AnswerPlan> {
  const { asker, context, input, partitioner, limit, render, answer, scoring } = facts
  const units = countUnits(input.grids)
  const listed = await listParts(partitioner, input, limit)
  const passes = listed?.length ?? Math.min(limit, partitioner.total(input) ?? limit)
  const shows = (part: Part) => context.show(keptBy(part, units))
  const [whole, empty] = [shows(everything(units)), shows(nothing)]
  const contexts = [...new Set([whole, empty, ...(listed ?? []).map(shows)])]
  const unlisted = listed === undefined ? passes : 0
  const way: Scoring = scorings[scoring ?? "echo"]
  const open: string[] = []
  for (const one of contexts)
    if (answer === undefined || scoring === undefined || !(await asker.knows(way, render(one), answer)))
      open.push(one)
  const asks = open.length + unlisted
  const answerLength = answer?.length ?? facts.maxTokens * 4
  const writes = answer === undefined ? 1 : 0
  const calls = asks === 0 ? writes : asks + checks + writes
  // The first way costs nothing if it succeeds; each other way one call, and a grammar is tried with another text first.
  const tries = scoring === undefined ? scoringNames.length : 0
  const lengths = open.map((one) => tokensOf(render(one)))
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const answerTokens = Math.ceil(answerLength / 4)
  const perCall =
    scoring === "compared" || scoring === "similarity" || scoring === "forced"
      ? { read: 0, written: answerTokens }
      : { read: answerTokens, written: 1 }
  const extra = asks === 0 ? 0 : checks + writes
  return {
    passes,
    calls,
    mostCalls: calls + tries,
    known: contexts.length - open.length,
    tokens: {
      read: Math.ceil(
        lengths.reduce((sum, length) => sum + length, 0) +
          mean * unlisted +
          extra * tokensOf(render(whole)) +
          calls * perCall.read,
      ),
      written: calls * perCall.written + writes * answerTokens,
    },
    exact: listed !== undefined,
  }
}

/** Returns all parts in order; `undefined` for a partitioner that asks for scores first. */
async function listParts(partitioner: Partitioner, input: Input, limit: number): Promise<Part[] | undefined> {
  const looked = new Error("the partitioner looks at scores")
  const scored = (): Promise<Explanation> => Promise.reject(looked)
  const partitions = partitioner.partitions(input) as AsyncIterable<never> & Iterable<never>
  const iterator = (partitions[Symbol.asyncIterator] ?? partitions[Symbol.iterator]).call(partitions)
  const parts: Part[] = []
  try {
    for (;;) {
      const step = await (iterator as AsyncGenerator<never, void, typeof scored>).next(scored)
      if (step.done) break
      for (let k = 0; k < countParts(step.value) && parts.length < limit; k++)
        parts.push(partOf(step.value, k))
      if (parts.length >= limit) break
    }
    return parts
  } catch {
    // It looks at scores, or fails on its input: the sweep will say so.
    return undefined
  } finally {
    await iterator.return?.()
  }
}

/** Returns the number of tokens of a prompt, about: four characters of Latin letters, or one of Chinese, Japanese and Korean. */
function tokensOf(prompt: Prompt): number {
  const texts = "text" in prompt ? [prompt.text] : prompt.messages.map(({ content }) => content)
  return texts.reduce((sum, text) => {
    const wide =
      text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
    return sum + Math.ceil((text.length - wide) / 4) + wide
  }, 0)
}
