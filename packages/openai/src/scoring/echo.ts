import { alignEnd, missing } from "./align.ts"
import { readReply, type ReplyToken } from "./read-reply.ts"
import { promptFields, type Scoring } from "./scoring.ts"

/**
 * Log-probabilities of the given answer after the prompt. Completions repeat the text (`echo`); for chats, vLLM and its relatives
 * take the answer as the beginning of the model's message and give `prompt_logprobs`. One more token is written, since servers
 * write at least one; it is not read.
 */
export const echo: Scoring = {
  name: "echo",
  request(model, prompt, answer) {
    const { path, fields } = promptFields(prompt, answer)
    const asked =
      "text" in prompt
        ? { echo: true, logprobs: 1 }
        : { prompt_logprobs: 1, add_generation_prompt: false, continue_final_message: true }
    return { path, body: model.complete({ ...fields, ...asked, max_tokens: 1 }) }
  },
  read(reply, _, prompt, answer) {
    const { tokens, promptTokens, written } = readReply(reply)
    if (!("text" in prompt)) {
      if (promptTokens === undefined)
        throw missing("the server gives no log-probabilities of a chat's prompt (prompt_logprobs)")
      return expectAligned(alignEnd(promptTokens, answer))
    }
    if (tokens === undefined) throw missing("the server gives no log-probabilities of a completion")
    return expectAligned(alignEnd(withoutWritten(tokens, written), prompt.lead + answer)).map(
      ([start, end, value]) => [
        Math.max(0, start - prompt.lead.length),
        Math.max(0, end - prompt.lead.length),
        value,
      ],
    )
  },
}

/** Returns the tokens of the prompt: without the one that the server wrote. */
function withoutWritten(tokens: readonly ReplyToken[], written = 1): readonly ReplyToken[] {
  return written > 0 ? tokens.slice(0, -written) : tokens
}

/** @throws PamiError `LOG_PROBABILITIES_MISSING` if tokens and answer differ */
export function expectAligned<Pieces>(pieces: Pieces | undefined): Pieces {
  if (pieces === undefined) throw missing("the server's tokens do not spell the answer")
  return pieces
}
