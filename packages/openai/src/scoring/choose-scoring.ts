import { type Finding, isPamiError } from "@pami/core"
import type { OpenaiFindingCode } from "../codes.ts"
import type { LanguageModel } from "../contracts/language-model.ts"
import { missing } from "./align.ts"
import { type ScoringName, scoringNames } from "../contracts/scoring-name.ts"
import type { Piece, Scoring } from "./scoring.ts"
import { scorings } from "./scorings.ts"

/** The way of scoring that a server allows. */
export interface ScoringChoice {
  readonly scoring: ScoringName
  /** The server's reasons against better ways, in their order. */
  readonly reasons: readonly string[]
}

// A text that no model writes unless it is forced to.
const nonsense = "Zebra 7391 quartz"

/** The ways of scoring that a server refused before. */
export interface RefusedScorings {
  /** The reasons of an earlier run, in the order of the ways. */
  readonly reasons: readonly string[]
  /** Called with all reasons after each further one. */
  readonly keep: (reasons: readonly string[]) => Promise<void>
}

/**
 * Asks about the answer in each way, the best first, until the server gives what is needed. The reply that succeeds is used
 * later: it costs no further call.
 *
 * @param ask makes a call, and keeps its answer if it can be read
 * @param refused ways that are not tried again
 * @throws PamiError any error that is not about the way of asking: a refused key, a broken connection
 */
export async function chooseScoring(
  model: LanguageModel,
  ask: (scoring: Scoring, answer?: string) => Promise<readonly Piece[]>,
  refused: RefusedScorings = { reasons: [], keep: async () => {} },
): Promise<ScoringChoice> {
  const names = model.scoring === "auto" ? scoringNames : [model.scoring]
  const reasons = refused.reasons.slice(0, names.length - 1)
  for (const name of names.slice(reasons.length)) {
    try {
      if (name === "forced") await expectForced(ask)
      await ask(scorings[name])
      return { scoring: name, reasons }
    } catch (error) {
      if (name === names.at(-1) || !isAboutAsking(error)) throw error
      reasons.push(`${name}: ${firstSentence((error as Error).message)}`)
      await refused.keep(reasons)
    }
  }
  throw new Error("unreachable: the last way returns or throws")
}

/**
 * Expects that the server writes what a grammar says, and gives the probabilities before the grammar. The given answer does not
 * show it: a model may write it anyway.
 */
async function expectForced(
  ask: (scoring: Scoring, answer?: string) => Promise<readonly Piece[]>,
): Promise<void> {
  const pieces = await ask(scorings.forced, nonsense)
  const total = pieces.reduce((sum, [, , value]) => sum + value, 0)
  if (total > -3)
    throw missing("the server gives the probabilities that its grammar leaves, not those of the model")
}

/** Returns a reason without its advice. */
function firstSentence(message: string): string {
  return message.split(". ", 1)[0].replace(/\.$/, "")
}

function isAboutAsking(error: unknown): boolean {
  if (!isPamiError(error)) return false
  const { code, data } = error
  return (
    ["API_ANSWER_INVALID", "API_REQUEST_REFUSED", "LOG_PROBABILITIES_MISSING"].includes(code) ||
    // Some servers fail on options that they do not know.
    (code === "API_FAILED" && (data["status"] === 500 || data["status"] === 501))
  )
}

/** Returns the finding about a choice. */
export function scoringFinding({ scoring, reasons }: ScoringChoice): Finding<OpenaiFindingCode> {
  const because = reasons.length > 0 ? ` (${reasons.join("; ")})` : ""
  switch (scoring) {
    case "echo":
    case "forced":
      return {
        code: "SCORING_CHOSEN",
        level: "note",
        message: `scores are log-probabilities of the given answer, by ${scoring === "echo" ? "its repetition" : "a grammar that forces it"}`,
        fix: "name another way of scoring to change it",
      }
    case "compared":
      return {
        code: "LOG_PROBABILITIES_ESTIMATED",
        level: "warning",
        message: `the server gives log-probabilities of text that it writes, not of a given answer: scores are estimated from a new answer for each context${because}`,
        fix: 'use a server that scores given texts, such as vLLM or llama.cpp, or try api: "completions"',
      }
    case "similarity":
      return {
        code: "SIMILARITY_INSTEAD",
        level: "warning",
        message: `the server gives no log-probabilities: scores are the share of the answer's words that a new answer repeats${because}`,
        fix: "use a server that gives log-probabilities, such as vLLM or llama.cpp",
      }
  }
}
