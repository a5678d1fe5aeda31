import { expect, test } from "vitest"
import { fakeFetch } from "../../test/fake-server.ts"
import { answerHtml, answerJson, answerText, explainAnswer, openai } from "../index.ts"

const languageModel = openai({ url: "http://world.test/v1", model: "world", fetch: fakeFetch() })
const hostile = `<script>alert("1")</script> & </style>\u001B[31m`
const asked = {
  languageModel,
  context: [
    {
      name: "keys & <b>bags</b>.md",
      text: `It rained. Anna's key is in the hall. Somebody said ${hostile} and left.`,
    },
    { name: "coats.md", text: "Ben's coat is in the attic. Carl thinks that Ben's coat is in the barn." },
  ],
  question: "Where is Anna's key? Where is Ben's coat?",
  answer: "Anna's key is in the hall. Ben's coat is in the attic.",
}
const result = await explainAnswer(asked)

test("HTML shows the answer and its sources, and the first source of each part first", () => {
  const page = answerHtml(result, { title: "Where <is> it?", language: "en" })
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(page).toContain("<title>Where &lt;is&gt; it?</title>")
  const lists = [...page.matchAll(/<div class="list list-(\d)">.*?<ol><li>.*?<q>(.*?)<\/q>/gs)].map(
    ([, part, source]) => [part, source],
  )
  expect(lists.slice(1)).toEqual([
    ["1", "Anna&#39;s key is in the hall."],
    ["2", "Ben&#39;s coat is in the attic."],
  ])
  // Each part can be chosen by keyboard and mouse, and shows its own sources.
  expect(page.match(/<input type="radio"/g)).toHaveLength(3)
  for (const part of [0, 1, 2]) {
    expect(page).toContain(`<label for="part-${part}">`)
    expect(page).toContain(`body:has(#part-${part}:checked) .list-${part}{display:block}`)
  }
  // Every link leads to a sentence of the page.
  for (const [, id] of page.matchAll(/href="#(.*?)"/g)) expect(page).toContain(`id="${id}"`)
})

test("HTML runs and loads nothing, whatever the texts are", () => {
  const page = answerHtml(result)
  expect(page).not.toMatch(/<script|<img|https?:|javascript:/)
  expect(page).not.toContain("\u001B")
  expect(page.match(/<\/style>/g)).toHaveLength(1)
  expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;/style&gt;")
  expect(page).toContain("default-src 'none'")
})

test("HTML has the whole context and the whole answer, in order", () => {
  const page = answerHtml(result)
  const text = (markup: string) =>
    markup
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&")
      .replaceAll("\uFFFD", "\u001B")
  const paragraphs = [...page.matchAll(/<p class="text">(.*?)<\/p>/gs)].map(([, markup]) => text(markup))
  expect(paragraphs).toEqual([asked.question, asked.answer, ...asked.context.map(({ text }) => text)])
})

test("text for a terminal lists the sources of each part, without control characters of the texts", () => {
  const text = answerText(result)
  expect(text).not.toContain("\u001B")
  const lines = text.split("\n")
  const span = lines.findIndex((line) => line === "Span 0 to 26")
  expect(lines[span + 3]).toMatch(
    /^ {3}\+\d\.\d\d █+ +keys & <b>bags<\/b>\.md:11 {2}Anna's key is in the hall\.$/,
  )
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
  expect(answerText(result, { color: true })).toContain("\u001B[34m")
  expect(answerText(result, { sources: 1 }).split("\n").length).toBeLessThan(lines.length)
})

test("JSON has the places of all texts, and survives a file", () => {
  const json = JSON.parse(JSON.stringify(answerJson(result))) as ReturnType<typeof answerJson>
  for (const { document, start, end, text } of json.sources)
    expect(asked.context[document].text.slice(start, end)).toBe(text)
  for (const { start, end, text } of json.parts) expect(asked.answer.slice(start, end)).toBe(text)
  expect(json.unit).toBe("log-probability")
  expect(json.parts[1].importance).toHaveLength(json.sources.length)
  expect(json.parts[1].importance.indexOf(Math.max(...json.parts[1].importance))).toBe(1)
  expect(json.parts[2].importance.at(-1)).toBeLessThan(0)
})
