import { alignEnd, missing } from "./align.ts"
import { expectAligned } from "./echo.ts"
import { readReply } from "./read-reply.ts"
import { promptFields, type Scoring } from "./scoring.ts"

/**
 * Log-probabilities of the given answer while a grammar forces the server to write it. The server of llama.cpp, which does not
 * repeat prompts, gives the probabilities before the grammar and before temperature.
 */
export const forced: Scoring = {
  name: "forced",
  request(model, prompt, answer) {
    const { path, fields } = promptFields(prompt)
    const asked = "text" in prompt ? { logprobs: 1 } : { logprobs: true, top_logprobs: 1 }
    return {
      path,
      body: model.complete({
        ...fields,
        ...asked,
        grammar: `root ::= ${literal(prompt.lead + answer)}`,
        // A token has at least one byte; one more ends the answer.
        max_tokens: new TextEncoder().encode(prompt.lead + answer).length + 1,
      }),
    }
  },
  read(reply, _, { lead }, answer) {
    const { text, tokens } = readReply(reply)
    if (text.trim() !== answer) throw missing("the server does not keep to a grammar")
    if (tokens === undefined) throw missing("the server gives no log-probabilities of its answer")
    // The token that ends the answer may have a text: "<|im_end|>".
    const pieces = alignEnd(tokens, lead + answer) ?? alignEnd(tokens.slice(0, -1), lead + answer)
    return expectAligned(pieces).map(([start, end, value]) => [
      Math.max(0, start - lead.length),
      Math.max(0, end - lead.length),
      value,
    ])
  },
}

/** Returns a text as a literal of a GBNF grammar. */
function literal(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
  }
  return `"${text.replaceAll(/[\\"\n\r\t]/g, (character) => escapes[character])}"`
}
