// An OpenAI-compatible server on loopback whose model is that of world.ts, in the manner of several real servers.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { generate, scoreAnswer, tokensOf } from "./world.ts"

/** A request that the server received. */
export interface Received {
  readonly path: string
  readonly body: Record<string, any>
  readonly headers: IncomingMessage["headers"]
  /** Whether it was answered as asked. */
  answered: boolean
}

export interface FakeOptions {
  /** `vllm` repeats prompts, `llama` obeys grammars, `openai` refuses unknown fields, `plain` has no log-probabilities. */
  readonly style?: "vllm" | "llama" | "openai" | "plain"
  /** The key it wants. */
  readonly key?: string
  /** Answers a request in its place, by its number from 0. */
  readonly intervene?: (
    number: number,
    body: Received["body"],
  ) => ((response: ServerResponse) => void) | undefined
  /** Added to each log-probability, by the number of the request. */
  readonly drift?: (number: number) => number
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string
  readonly requests: Received[]
  readonly answered: number
  close(): Promise<void>
}

export async function fakeServer(options: FakeOptions = {}): Promise<FakeServer> {
  const requests: Received[] = []
  const server = createServer(async (request, response) => {
    let text = ""
    for await (const chunk of request) text += chunk
    const number = requests.length
    const received: Received = {
      path: request.url ?? "",
      body: JSON.parse(text),
      headers: request.headers,
      answered: false,
    }
    requests.push(received)
    const instead = options.intervene?.(number, received.body)
    if (instead !== undefined) return instead(response)
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return reply(response, 401, {
        error: { message: `Incorrect API key: ${request.headers.authorization}` },
      })
    const [status, answer] = answerTo(received, options.style ?? "vllm", options.drift?.(number) ?? 0)
    received.answered = status === 200
    reply(response, status, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A program of examples ends while it listens.
  server.unref()
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get answered() {
      return requests.filter(({ answered }) => answered).length
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(body))
}

type Style = NonNullable<FakeOptions["style"]>
interface Scored {
  token: string
  logprob: number
  top?: [string, number][]
}

function answerTo({ path, body }: Received, style: Style, drift: number): [number, unknown] {
  const isChat = path === "/v1/chat/completions"
  if (!isChat && path !== "/v1/completions") return [404, { error: { message: "unknown endpoint" } }]
  const unknown = Object.keys(body).find((name) => /prompt_logprobs|grammar|continue_final/.test(name))
  if (style === "openai" && unknown !== undefined)
    return [400, { error: { message: `Unrecognized request argument supplied: ${unknown}` } }]
  if (style === "llama" && body["echo"] === true)
    return [500, { error: { message: "Only no echo is supported" } }]
  if (style === "openai" && body["echo"] === true && body["logprobs"] !== undefined)
    return [400, { error: { message: "Setting echo and logprobs is not supported" } }]
  const text: string = isChat
    ? body["messages"].map(({ content }: { content: string }) => content).join("\n")
    : body["prompt"]
  const grammar = style === "llama" ? /^root ::= "(.*)"$/s.exec(body["grammar"] ?? "")?.[1] : undefined
  const shift = (tokens: Scored[]) =>
    tokens.map((one) => ({ ...one, logprob: Math.min(0, one.logprob + drift) }))
  if (style === "vllm" && isChat && body["continue_final_message"] === true) {
    const messages: { content: string }[] = body["messages"]
    const prompt = messages
      .slice(0, -1)
      .map(({ content }) => content)
      .join("\n")
    const scored = shift(scoreAnswer(prompt, messages.at(-1)!.content))
    const entries = [
      null,
      ...[...tokensOf(prompt), "<|assistant|>"].map((token) => entry(token, -1)),
      ...scored.map(({ token, logprob }) => entry(token, logprob)),
    ]
    return [
      200,
      { choices: [{ message: { content: "." } }], prompt_logprobs: entries, usage: { completion_tokens: 1 } },
    ]
  }
  if (style === "vllm" && body["echo"] === true) {
    const at = text.lastIndexOf("Answer:") + "Answer:".length
    const scored = shift(spaced(text.slice(at), text.slice(0, at)))
    const before = ["<s>", ...tokensOf(text.slice(0, at))].map((token, i) => ({
      token,
      logprob: i === 0 ? null : -1,
    }))
    const tokens = [...before, ...scored, { token: " The", logprob: -2 }]
    const logprobs = {
      tokens: tokens.map((t) => t.token),
      token_logprobs: tokens.map((t) => t.logprob),
      top_logprobs: null,
    }
    return [200, { choices: [{ text: `${text} The`, logprobs }], usage: { completion_tokens: 1 } }]
  }
  const literal = grammar?.replaceAll(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c))
  const written: Scored[] =
    literal !== undefined
      ? spaced(literal, text)
      : startingWith(isChat ? "" : " ", generate(text, body["max_tokens"]))
  const content = written.map(({ token }) => token).join("")
  const isAsked = body["logprobs"] !== undefined && body["logprobs"] !== false && style !== "plain"
  const logprobs = isAsked
    ? {
        content: shift(written).map(({ token, logprob, top }) => ({
          token,
          logprob,
          bytes: [...new TextEncoder().encode(token)],
          top_logprobs: (top ?? []).slice(0, 5).map(([other, value]) => ({ token: other, logprob: value })),
        })),
      }
    : null
  const choice = isChat ? { message: { role: "assistant", content } } : { text: content }
  return [200, { choices: [{ ...choice, logprobs }], usage: { completion_tokens: written.length } }]
}

/** Scores an answer that may begin with a space, which belongs to its first token. */
function spaced(answer: string, prompt: string): Scored[] {
  const lead = answer.startsWith(" ") ? " " : ""
  return startingWith(lead, scoreAnswer(prompt, answer.slice(lead.length)))
}

function startingWith(lead: string, tokens: Scored[]): Scored[] {
  return tokens.map((one, index) => (index === 0 ? { ...one, token: lead + one.token } : one))
}

/** The entry of a prompt's token as vLLM gives it: with the likeliest token, in the order of their numbers. */
function entry(token: string, logprob: number): unknown {
  const own = { logprob, rank: logprob > -0.1 ? 1 : 7, decoded_token: token }
  return own.rank === 1 ? { 9: own } : { 4: { logprob: -0.01, rank: 1, decoded_token: " likely" }, 9: own }
}

/** Returns a `fetch` that answers as the server does, without a network. */
export function fakeFetch(style: Style = "vllm"): typeof fetch {
  return async (url, init) => {
    const received: Received = {
      path: new URL(String(url)).pathname,
      body: JSON.parse(String(init?.body)),
      headers: {},
      answered: true,
    }
    const [status, answer] = answerTo(received, style, 0)
    return Response.json(answer, { status })
  }
}
