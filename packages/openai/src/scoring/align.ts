import { apiError } from "../server/api-error.ts"
import type { Piece } from "./scoring.ts"
import type { ReplyToken } from "./read-reply.ts"

// A character has up to four bytes, each perhaps a token; an emoji has some characters.
const longestRun = 64

/**
 * Returns the pieces of an answer from the tokens that end with it. A token that begins before the answer counts for it. Tokens
 * that are pieces of one character (decoded as U+FFFD) share its place: the first has it all.
 *
 * @returns `undefined` if the tokens do not end with the answer
 * @throws PamiError `LOG_PROBABILITIES_MISSING` for a token of the answer without log-probability
 */
export function alignEnd(tokens: readonly ReplyToken[], answer: string): Piece[] | undefined {
  const pieces: Piece[] = []
  const add = (start: number, end: number, { logProbability }: ReplyToken) => {
    if (logProbability === null)
      throw missing("the server gives no log-probability for a token of the answer")
    pieces.push([start, end, logProbability])
  }
  let end = answer.length
  let broken: ReplyToken[] = []
  for (let index = tokens.length - 1; index >= 0 && end > 0; index--) {
    const token = tokens[index]
    if (token.text.includes("\uFFFD")) {
      broken.push(token)
      continue
    }
    if (broken.length > 0) {
      const start = startOfRun(answer, end, token.text)
      if (start === undefined) return undefined
      while (broken.length > 0) add(start, broken.length === 1 ? end : start, broken.shift()!)
      end = start
    }
    if (token.text === "") continue
    const start = Math.max(0, end - token.text.length)
    if (!token.text.endsWith(answer.slice(start, end))) return undefined
    add(start, end, token)
    end = start
  }
  if (broken.length > 0 && end > 0) {
    while (broken.length > 0) add(0, broken.length === 1 ? end : 0, broken.shift()!)
    end = 0
  }
  return end === 0 ? pieces.toReversed() : undefined
}

/** Returns where the characters of broken tokens start: after the token before them. */
function startOfRun(answer: string, end: number, before: string): number | undefined {
  if (before === "") return undefined
  for (let start = end - 1; start >= Math.max(0, end - longestRun); start--)
    if (before.endsWith(answer.slice(Math.max(0, start - before.length), start))) return start
  return undefined
}

/** Returns an error that says that log-probabilities are missing. */
export function missing(problem: string): Error {
  return apiError(
    "LOG_PROBABILITIES_MISSING",
    `${problem}. Let the server decide how answers are scored (scoring: "auto"), or choose "compared" or "similarity".`,
  )
}
