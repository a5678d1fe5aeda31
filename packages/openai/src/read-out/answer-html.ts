import type { AnswerExplanation } from "../explain/answer-explanation.ts"
import { escapeHtml } from "./escape-html.ts"
import { partRules, style } from "./html-style.ts"
import { notableSources, plain, scoreName, signed } from "./notable.ts"

/** Options of {@link answerHtml}. */
export interface AnswerHtmlOptions {
  /** Default: `Sources of the answer`. */
  readonly title?: string
  /** Language of the texts, for readers aloud: `"de"`. Default: unknown. */
  readonly language?: string
}

// A page with more marks helps nobody, and a method without zeros has one for each sentence.
const mostMarked = 100
const mostListed = 5

/**
 * Returns one page of HTML: the answer and its sources side by side. A reader chooses a part of the answer, by mouse or
 * keyboard, and sees its sources: blue for sentences that raise its score, striped orange for those that lower it, with their
 * ranks and a list. The page has no script and loads nothing; texts are escaped.
 *
 * @example
 * const page = answerHtml(explanation, { title: "Where is the key?" })
 * console.log(page.startsWith("<!doctype html>"), page.includes("<script")) // true false
 */
export function answerHtml(
  result: AnswerExplanation,
  { title = "Sources of the answer", language }: AnswerHtmlOptions = {},
): string {
  const { question, parts, explanation } = result
  const marked = parts.map(({ id }) => notableSources(result, id, mostMarked))
  const { findings } = explanation
  return `<!doctype html>
<html${language === undefined ? "" : ` lang="${escapeHtml(language)}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}${marked.map((sources, part) => partRules(part, sources)).join("")}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<main>
<section aria-labelledby="answer-title">
${question === undefined ? "" : `<h2>Question</h2>\n<p class="text">${escapeHtml(question)}</p>\n`}<h2 id="answer-title">Answer</h2>
<p class="text">${answerMarkup(result)}</p>
<fieldset>
<legend>Explained part</legend>
${parts.map((part, index) => choice(result, part, index)).join("\n")}
</fieldset>
${parts.map((part, index) => sourceList(result, part, index, marked[index])).join("\n")}
${findings.length === 0 ? "" : `<h2>Findings</h2>\n<ul>${findings.map(({ message, fix }) => `<li>${escapeHtml(`${message}; ${fix}`)}</li>`).join("")}</ul>`}
</section>
<section aria-labelledby="context-title">
<h2 id="context-title">Context</h2>
<p class="key"><span class="up">raises</span> <span class="down">lowers</span> the ${scoreName(result)}</p>
${contextMarkup(result)}
</section>
</main>
</body>
</html>
`
}

type Part = AnswerExplanation["parts"][number]

function choice(result: AnswerExplanation, { text, score, baseline }: Part, index: number): string {
  const name = index === 0 ? "The whole answer" : escapeHtml(text)
  return `<div><input type="radio" name="part" id="part-${index}"${index === 0 ? " checked" : ""}><label for="part-${index}">${name} <small>${scoreName(result)} ${plain(score)}, without the context ${plain(baseline)}</small></label></div>`
}

/** Returns the answer, cut where a span starts or ends, so that the chosen one can be shown. Spans may overlap. */
function answerMarkup({ answer, parts }: AnswerExplanation): string {
  const cuts = [...new Set([0, answer.length, ...parts.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  )
  return cuts
    .slice(1)
    .map((end, index) => {
      const start = cuts[index]
      const inside = parts.flatMap((part, number) =>
        number > 0 && part.start <= start && part.end >= end ? [`in-${number}`] : [],
      )
      return `<span class="${inside.join(" ")}">${escapeHtml(answer.slice(start, end))}</span>`
    })
    .join("")
}

function sourceList(
  { sources }: AnswerExplanation,
  part: Part,
  index: number,
  marked: ReturnType<typeof notableSources>,
): string {
  const items = marked
    .slice(0, mostListed)
    .map(
      ({ index: source, importance, name }) =>
        `<li><a href="#source-${source}"><q>${escapeHtml(sources[source].text)}</q></a> <small>${escapeHtml(name)}, ${signed(importance)}</small></li>`,
    )
  const content =
    items.length === 0 ? "<p>No unit of the context has an effect.</p>" : `<ol>${items.join("")}</ol>`
  const title = index === 0 ? "Sources of the whole answer" : `Sources of “${escapeHtml(part.text)}”`
  return `<div class="list list-${index}"><h2>${title}</h2>${content}</div>`
}

function contextMarkup({ documents, sources }: AnswerExplanation): string {
  return documents
    .map(({ name, text }, document) => {
      let [markup, end] = ["", 0]
      for (const [index, source] of sources.entries()) {
        if (source.document !== document) continue
        markup += escapeHtml(text.slice(end, source.start))
        markup += `<span class="source source-${index}" id="source-${index}">${escapeHtml(source.text)}</span>`
        end = source.end
      }
      const title = documents.length > 1 ? `<h3>${escapeHtml(name)}</h3>` : ""
      return `<article>${title}<p class="text">${markup}${escapeHtml(text.slice(end))}</p></article>`
    })
    .join("\n")
}
