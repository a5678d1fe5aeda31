import { matchWords } from "./match-words.ts"
import { readReply } from "./read-reply.ts"
import { promptFields, type Scoring } from "./scoring.ts"

/** Returns the most tokens of a new answer that is compared with a given one. */
export function mostTokens(answer: string): number {
  return Math.ceil(answer.length / 2) + 16
}

/** Whether each word of the given answer is in a new one, in the same order. */
export const similarity: Scoring = {
  name: "similarity",
  request(model, prompt, answer) {
    const { path, fields } = promptFields(prompt)
    return { path, body: model.complete({ ...fields, max_tokens: mostTokens(answer) }) }
  },
  read: (reply, _model, _prompt, answer) =>
    matchWords(answer, readReply(reply).text).map(({ start, end, match }) => [
      start,
      end,
      match === undefined ? 0 : 1,
    ]),
}
