import { average, grid } from "@pami/core"
import { expect, test } from "vitest"
import { fakeFetch, fakeServer } from "../../test/fake-server.ts"
import { scoreAnswer, story } from "../../test/world.ts"
import { explainAnswer, openai, prepareAnswer, sourceRegression } from "../index.ts"
import type { OpenaiOptions } from "../index.ts"

const tale = story("single", 12, 5)
const asked = { context: tale.sentences.join(" "), question: tale.question, answer: tale.answer }
const inMemory = (style: Parameters<typeof fakeFetch>[0], options: Partial<OpenaiOptions> = {}) =>
  openai({ url: "http://world.test/v1", model: "world", fetch: fakeFetch(style), ...options })

test.each([
  ["vllm", "chat", "echo", 0],
  ["vllm", "completions", "echo", 0],
  ["llama", "chat", "forced", 2],
  ["llama", "completions", "forced", 1],
  ["openai", "chat", "compared", 0],
  ["openai", "completions", "compared", 0],
  ["plain", "chat", "similarity", 3],
  ["plain", "completions", "similarity", 3],
] as const)("a server like %s, asked by %s, scores by %s", async (style, api, scoring, more) => {
  await using server = await fakeServer({ style })
  const languageModel = openai({ url: server.url, model: "world", api })
  const { plan, explain } = await prepareAnswer({ languageModel, ...asked })
  expect(server.requests).toHaveLength(0)
  const result = await explain()
  expect(result.scoring).toBe(scoring)
  expect(result.ranking()[0].text).toBe(tale.sentences[tale.sources[0]])
  // The calls that were announced, and those that found out how the server scores.
  expect([server.answered, result.calls]).toEqual([plan.calls + more, plan.calls + more])
  expect(server.requests.length).toBeLessThanOrEqual(plan.mostCalls)
  const codes = result.explanation.findings.map(({ code }) => code)
  expect(codes).toEqual([
    { compared: "LOG_PROBABILITIES_ESTIMATED", similarity: "SIMILARITY_INSTEAD" }[scoring as string] ??
      "SCORING_CHOSEN",
  ])
  expect(result.explanation.scale.unit).toBe(scoring === "similarity" ? "similarity" : "log-probability")
  // Once more: everything is known.
  const again = await prepareAnswer({ languageModel, ...asked })
  expect([again.plan.calls, again.plan.mostCalls]).toEqual([0, 0])
  expect((await again.explain()).importance()).toEqual(result.importance())
  expect(server.answered).toBe(plan.calls + more)
})

test("a run that is stopped while it finds out how the server scores repeats no answered call", async () => {
  await using server = await fakeServer({ style: "plain" })
  const languageModel = openai({ url: server.url, model: "world", concurrency: 1 })
  const { plan } = await prepareAnswer({ languageModel, ...asked })
  const stop = new AbortController()
  const stopped = explainAnswer({ languageModel, ...asked, signal: stop.signal })
  await expect.poll(() => server.answered, { interval: 1 }).toBeGreaterThan(1)
  stop.abort()
  await expect(stopped).rejects.toMatchObject({ code: "ABORTED" })
  await explainAnswer({ languageModel, ...asked })
  const bodies = server.requests.map(({ body }) => JSON.stringify(body))
  // Two calls check on purpose whether the server still gives the same answer, and the stopped call may have arrived.
  expect(bodies.length - new Set(bodies).size).toBeLessThanOrEqual(3)
  expect(server.answered).toBeLessThanOrEqual(plan.mostCalls + 1)
})

test("scores are the log-probabilities of the model, to the last digit", async () => {
  const total = (prompt: string) =>
    scoreAnswer(prompt, tale.answer).reduce((sum, { logprob }) => sum + logprob, 0)
  const prompt = (context: string) => `Context:\n${context}\n\nQuestion: ${tale.question}`
  for (const style of ["vllm", "llama"] as const) {
    const { parts } = await explainAnswer({ languageModel: inMemory(style), ...asked, passes: 2 })
    expect(parts[0].score).toBeCloseTo(total(prompt(asked.context)), 12)
    expect(parts[0].baseline).toBeCloseTo(total(prompt("")), 12)
  }
})

const two = {
  context: [
    { name: "keys.md", text: "It rained. Anna's key is in the hall.\n\nThe dog barked." },
    { name: "coats.md", text: "Ben's coat is in the attic. The clock had stopped." },
  ],
  question: "Where is Anna's key? Where is Ben's coat?",
  answer: "Anna's key is in the hall. Ben's coat is in the attic.",
}

test("each sentence of the answer has its own sources, from the same calls", async () => {
  await using server = await fakeServer()
  const languageModel = openai({ url: server.url, model: "world" })
  const { plan, parts, ranking, sources } = await explainAnswer({ languageModel, ...two })
  expect(parts.map(({ id, text }) => [id, text])).toEqual([
    ["answer", two.answer],
    ["0-26", "Anna's key is in the hall."],
    ["27-54", "Ben's coat is in the attic."],
  ])
  expect(ranking("0-26")[0]).toMatchObject({ name: "keys.md", start: 11, end: 37, document: 0 })
  expect(ranking("27-54")[0]).toMatchObject({ name: "coats.md", start: 0, end: 27, document: 1 })
  expect(
    new Set(
      ranking()
        .slice(0, 2)
        .map(({ index }) => index),
    ),
  ).toEqual(new Set([1, 3]))
  expect(server.answered).toBe(plan.calls)
  expect(parts[0].score).toBeCloseTo(parts[1].score + parts[2].score, 9)
  for (const { document, start, end, text } of sources)
    expect(two.context[document].text.slice(start, end)).toBe(text)
})

test("a chosen span has the score of its tokens", async () => {
  const start = two.answer.indexOf("attic")
  const { parts, ranking } = await explainAnswer({
    languageModel: inMemory("vllm"),
    ...two,
    spans: [{ start, end: start + 5 }],
  })
  expect(parts[1]).toMatchObject({ id: `${start}-${start + 5}`, text: "attic" })
  expect(parts[1].score).toBeGreaterThan(-0.3)
  expect(parts[1].baseline).toBeLessThan(-1.5)
  expect(ranking(parts[1].id)[0].text).toBe("Ben's coat is in the attic.")
  await expect(
    explainAnswer({ languageModel: inMemory("vllm"), ...two, spans: [{ start: 3, end: 900 }] }),
  ).rejects.toThrow(/from 0 to 54/)
})

test("documents are named in the prompt, the question is never masked, and masked words may be replaced", async () => {
  await using server = await fakeServer()
  const languageModel = openai({ url: server.url, model: "world" })
  await explainAnswer({ languageModel, ...two, passes: 4, mask: { word: "[…]" } })
  const prompts = server.requests.map(({ body }) => body["messages"][0].content as string)
  for (const prompt of prompts) {
    expect(prompt).toContain("Document: keys.md\n")
    expect(prompt).toContain(two.question)
  }
  expect(prompts).toContain(
    `Context:\nDocument: keys.md\n[…] […]\n\n[…]\n\nDocument: coats.md\n[…] […]\n\nQuestion: ${two.question}`,
  )
})

test("units may be paragraphs or documents", async () => {
  const languageModel = inMemory("vllm")
  const ofUnits = async (units: "paragraphs" | "documents") =>
    (await explainAnswer({ languageModel, ...two, units })).sources.map(({ text }) => text)
  expect(await ofUnits("paragraphs")).toEqual([
    "It rained. Anna's key is in the hall.",
    "The dog barked.",
    two.context[1].text,
  ])
  expect(await ofUnits("documents")).toEqual(two.context.map(({ text }) => text))
})

test("without an answer the model writes one, which costs one call", async () => {
  await using server = await fakeServer()
  const languageModel = openai({ url: server.url, model: "world" })
  const { answer, ...open } = asked
  const { plan, explain } = await prepareAnswer({ languageModel, ...open })
  const result = await explain()
  expect([result.answer, result.generated]).toEqual([answer, true])
  expect(server.answered).toBe(plan.calls)
  expect(result.explanation.findings.map(({ code }) => code)).toContain("ANSWER_GENERATED")
})

test("an answer that the model knows without the context is a finding", async () => {
  const { explanation } = await explainAnswer({
    languageModel: inMemory("vllm"),
    context: "It rained. The dog barked.",
    question: tale.question,
    answer: tale.answer,
  })
  expect(explanation.findings.map(({ code }) => code)).toContain("ANSWER_WITHOUT_CONTEXT")
})

test("any method and partitioner of the core works over the same calls", async () => {
  const languageModel = inMemory("vllm")
  const alone = grid({ size: 1, shift: 1 })
  const { explanation, importance } = await explainAnswer({
    languageModel,
    ...asked,
    method: {
      name: "kept alone",
      settings: {},
      partitioner: alone,
      read: (one, target) => average(one, target),
    },
  })
  expect(explanation.passes).toBe(12)
  const map = importance()
  expect(map.indexOf(Math.max(...map))).toBe(tale.sources[0])
})

test("a context of one sentence is kept or removed", async () => {
  const { plan, importance, explanation } = await explainAnswer({
    languageModel: inMemory("vllm"),
    context: "Anna's key is in the hall.",
    question: "Where is Anna's key?",
    answer: "Anna's key is in the hall.",
  })
  expect([plan.passes, plan.calls, explanation.passes]).toEqual([1, 4, 1])
  expect(importance()[0]).toBeGreaterThan(1)
})

test("another seed makes other calls, the same question the same bytes", async () => {
  const run = async (seed: number) => {
    const { explanation } = await explainAnswer({ languageModel: inMemory("vllm"), ...asked, seed })
    return explanation.scores
  }
  expect(await run(1)).toEqual(await run(1))
  expect(await run(2)).not.toEqual(await run(1))
})

test("a manifest has the settings and no word of context, question or answer", async () => {
  const key = "sk-secret-of-the-test"
  const result = await explainAnswer({ languageModel: inMemory("vllm", { key }), ...asked })
  const text = JSON.stringify(result.manifest({ note: "kept" }))
  expect(JSON.parse(text)).toMatchObject({
    backend: "openai",
    model: { settings: { url: "http://world.test/v1", model: "world", api: "chat", scoring: "echo" } },
    scale: { unit: "log-probability" },
    extra: { note: "kept" },
  })
  for (const hidden of [key, tale.answer, tale.question, tale.sentences[0]])
    expect(text).not.toContain(hidden)
  // A key over http to another machine can be read on the way.
  expect(result.explanation.findings.map(({ code }) => code)).toContain("KEY_UNENCRYPTED")
})

test.each([
  [{ context: " \n" }, "CONTEXT_EMPTY"],
  [{ answer: "  " }, "ANSWER_EMPTY"],
  [{ context: "A b. ".repeat(5_001) }, "CONTEXT_TOO_LARGE"],
])("%o is refused before a call", async (wrong, code) => {
  await expect(prepareAnswer({ languageModel: inMemory("vllm"), ...asked, ...wrong })).rejects.toMatchObject({
    code,
  })
})

test.each([
  [{ prompt: "no place" }, /no place for \{context\}/],
  [{ prompt: "{context}" }, /no place for \{question\}/],
  [{ passes: 0 }, /passes is a whole number/],
  [{ maxTokens: 0.5 }, /maxTokens is a whole number/],
])("%o is out of range", async (wrong, message) => {
  const prepared = prepareAnswer({ languageModel: inMemory("vllm"), ...asked, ...wrong })
  await expect(prepared).rejects.toThrow(RangeError)
  await expect(prepared).rejects.toThrow(message)
})

test("places inside a context are left as they are", async () => {
  await using server = await fakeServer()
  const languageModel = openai({ url: server.url, model: "world" })
  await explainAnswer({ languageModel, ...asked, context: "It says {question}. It rained.", passes: 1 })
  expect(server.requests[0].body["messages"][0].content).toContain("It says {question}. It rained.")
})

test("where two sentences say the same, both are sources; where two are needed, too", async () => {
  for (const kind of ["twice", "two steps"] as const) {
    const { sentences, question, answer, sources } = story(kind, 10, 11)
    const { ranking } = await explainAnswer({
      languageModel: inMemory("vllm"),
      context: sentences.join(" "),
      question,
      answer,
      method: sourceRegression({ passes: 100 }),
    })
    expect(
      ranking()
        .slice(0, 2)
        .map(({ index }) => index)
        .sort((a, b) => a - b),
    ).toEqual(sources)
  }
})
