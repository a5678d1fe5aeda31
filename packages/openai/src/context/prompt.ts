import type { Api } from "../contracts/language-model.ts"

/** A message of a chat. */
export interface Message {
  readonly role: string
  readonly content: string
}

/**
 * A template of the prompt, with `{context}` and, for questions, `{question}`: a text, which is the user's message in a chat,
 * or messages. The template of a completion may end with `{answer}`.
 */
export type PromptTemplate = string | readonly Message[]

/** A prompt: messages, or the text before the answer. */
export type Prompt =
  | { readonly messages: readonly Message[]; readonly lead: "" }
  | {
      readonly text: string
      /** White space between text and answer: tokenizers join a space to the word after it. */
      readonly lead: string
    }

const defaults = {
  chat: ["{context}", "Context:\n{context}\n\nQuestion: {question}"],
  completions: ["{context}\n\n{answer}", "{context}\n\nQuestion: {question}\nAnswer: {answer}"],
} as const

/**
 * Returns the template in force.
 *
 * @throws RangeError for a template without `{context}`, without the question that is asked, or with words after `{answer}`
 */
export function checkTemplate(
  api: Api,
  template: PromptTemplate | undefined,
  question: string | undefined,
): PromptTemplate {
  const chosen = template ?? defaults[api][question === undefined ? 0 : 1]
  if (typeof chosen !== "string" && api === "completions")
    throw new RangeError('a prompt of messages is for api: "chat"; a completion takes a text')
  const text = typeof chosen === "string" ? chosen : chosen.map(({ content }) => content).join("\n")
  if (!text.includes("{context}")) throw new RangeError("the prompt has no place for {context}")
  if (question !== undefined && !text.includes("{question}"))
    throw new RangeError("the prompt has no place for {question}, but a question is given")
  if (question === undefined && text.includes("{question}"))
    throw new RangeError("the prompt has a place for {question}, but no question is given")
  const place = text.indexOf("{answer}")
  if (place >= 0 && (api === "chat" || text.slice(place) !== "{answer}"))
    throw new RangeError(
      api === "chat"
        ? "in a chat the answer is a message after the prompt: remove {answer}"
        : "nothing can stand after {answer}: the model sees only the text before",
    )
  return chosen
}

/** Returns the prompt for a context. Places inside the context and the question are left as they are. */
export function renderPrompt(
  api: Api,
  template: PromptTemplate,
  values: { readonly context: string; readonly question: string | undefined },
): Prompt {
  const fill = (text: string) =>
    text.replaceAll(/\{(context|question|answer)\}/g, (_, name: string) =>
      name === "context" ? values.context : name === "question" ? (values.question ?? "") : "",
    )
  if (typeof template !== "string")
    return { messages: template.map(({ role, content }) => ({ role, content: fill(content) })), lead: "" }
  if (api === "chat") return { messages: [{ role: "user", content: fill(template) }], lead: "" }
  const text = fill(template)
  // Only a space: a line break is a token by itself.
  return text.endsWith(" ") ? { text: text.slice(0, -1), lead: " " } : { text, lead: "" }
}
