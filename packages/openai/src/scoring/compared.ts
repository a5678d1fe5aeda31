import { missing } from "./align.ts"
import { matchWords } from "./match-words.ts"
import { readReply, type ReplyToken } from "./read-reply.ts"
import { promptFields, type Scoring } from "./scoring.ts"
import { mostTokens } from "./similarity.ts"

// As unlikely as one of 50,000 tokens drawn at random: the size of a usual vocabulary.
const unseen = -Math.log(50_000)

/**
 * Estimates log-probabilities from a new answer: a word that it repeats has its log-probability there; where it says something
 * else, the given word has that of the server's alternatives, or of a token drawn at random.
 */
export const compared: Scoring = {
  name: "compared",
  request(model, prompt, answer) {
    const { path, fields } = promptFields(prompt)
    const asked = "text" in prompt ? { logprobs: 5 } : { logprobs: true, top_logprobs: 5 }
    return { path, body: model.complete({ ...fields, ...asked, max_tokens: mostTokens(answer) }) }
  },
  read(reply, _model, _prompt, answer) {
    const { text, tokens } = readReply(reply)
    if (tokens === undefined || (tokens.length === 0 && text !== ""))
      throw missing("the server gives no log-probabilities of its answer")
    const places = placesOf(tokens, text)
    let reached = 0
    return matchWords(answer, text).map(({ start, end, text: word, match }) => {
      if (match === undefined) {
        const instead = places.find((place) => place.end > reached && place.token.text.trim() !== "")
        return [start, end, instead === undefined ? unseen : among(instead.token, word)]
      }
      reached = match.end
      const own = places.filter((place) => place.start < match.end && place.end > match.start)
      return [start, end, own.reduce((sum, { token }) => sum + (token.logProbability ?? 0), 0)]
    })
  },
}

/** Returns the place of each token in a text. */
function placesOf(tokens: readonly ReplyToken[], text: string) {
  let end = 0
  return tokens.map((token) => {
    const start = end
    end = Math.min(text.length, start + token.text.length)
    return { start, end, token }
  })
}

/** Returns the log-probability of a word's first token among the alternatives of another. */
function among({ others }: ReplyToken, word: string): number {
  const fitting = others.filter(([text]) => text.trim() !== "" && word.startsWith(text.trim()))
  return fitting.reduce((best, [, value]) => Math.max(best, value), unseen)
}
