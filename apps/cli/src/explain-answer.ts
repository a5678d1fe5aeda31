import { basename } from "node:path"
import { PamiError } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { decodeText } from "@pami/image"
import { answerHtml, answerJson, answerText, openai, prepareAnswer } from "@pami/openai"
import type { AnswerPlan, ContextUnits } from "@pami/openai"
import { folderCache } from "@pami/openai/node"
import type { Console } from "./console.ts"
import { exitStatus, UsageError } from "./exit-status.ts"
import { isPage } from "./figure-format.ts"
import { readBytes } from "./files.ts"
import { unlessStopped } from "./interrupt.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import { progressBar } from "./progress.ts"
import type { AnswerRequest, ExplainRequest } from "./request.ts"
import { describeFindings } from "./result.ts"
import { unsavedAnswers } from "./unsaved-answers.ts"
import { expectWritable, writeResult } from "./write.ts"

// A book has a million characters; a server reads less.
const largestText = 4 * 2 ** 20

/** `pami explain --api`: explains which sentences of the context the answer of a language model comes from. */
export async function explainAnswerCommand(...command: Parameters<typeof explainAnswer>): Promise<number> {
  try {
    return await explainAnswer(...command)
  } catch (error) {
    // Options of the command line, in the words of the library.
    throw error instanceof RangeError ? new UsageError(error.message) : error
  }
}

async function explainAnswer(
  inputs: readonly string[],
  request: ExplainRequest,
  answer: AnswerRequest,
  console: Console,
): Promise<number> {
  const { output, recipe, data } = request
  if (inputs.length > 1) throw new UsageError("--api explains one answer: give one file, or --text")
  if (answer.model === undefined)
    throw new UsageError("--api needs --api-model: the name of the model on the server")
  if (answer.context.length === 0)
    throw new UsageError("--api needs --context: the files that the answer is based on")
  const [file] = inputs
  const page = pageName(file, output.figure)
  if (page !== undefined) {
    await expectNoOverwriting({
      reads: [...inputs, ...answer.context].map((path) => ({ what: "the input", path })),
      writes: [{ what: "-o", path: page }],
    })
    await expectWritable(page)
  }
  await using folder = answer.cache === undefined ? undefined : await folderCache(answer.cache)
  const unsaved = unsavedAnswers()
  const languageModel = openai({
    url: answer.url,
    model: answer.model,
    ...(answer.kind === undefined ? {} : { api: answer.kind }),
    ...(answer.keyVariable === undefined ? {} : { keyVariable: answer.keyVariable }),
    ...(answer.concurrency === undefined ? {} : { concurrency: answer.concurrency }),
    cache: folder ?? unsaved,
  })
  const prepared = await prepareAnswer({
    languageModel,
    context: await Promise.all(
      answer.context.map(async (path) => ({ name: path, text: await readText(path) })),
    ),
    question: data.question,
    answer: data.texts === undefined ? file && (await readText(file)) : textOf(data.texts),
    units: data.units as ContextUnits | undefined,
    language: data.language,
    mask: maskOf(recipe.draft.mask),
    passes: recipe.draft.passes ?? undefined,
    seed: recipe.draft.seed,
  })
  const cost = describeCost(prepared.plan)
  if (!answer.isConfirmed && prepared.plan.calls > 0)
    throw new UsageError(`${cost} Add --yes to make these calls`)
  if (!output.quiet && !output.json) console.stderr(`${cost}\n`)
  const bar = progressBar(answer.model, console, output.quiet || output.json)
  try {
    const result = await unlessStopped(
      prepared.explain({ signal: console.signal, onProgress: bar.show }),
      console.signal,
    ).catch(async (error: unknown) => {
      throw await unsaved.saveAfter(error)
    })
    bar.end()
    if (page !== undefined) await writeResult(page, new TextEncoder().encode(answerHtml(result)))
    const files = page === undefined ? {} : { page }
    if (output.json) {
      const answers = { model: answer.model, plan: prepared.plan, result: answerJson(result), files }
      console.stdout(`${JSON.stringify(answers, null, 2)}\n`)
    } else {
      console.stdout(answerText(result, { color: console.colors !== undefined && console.colors !== "none" }))
      if (page !== undefined) console.stdout(`\n  page        ${page}\n`)
    }
    if (!output.quiet)
      console.stderr(describeFindings(result.explanation.findings, undefined, console.hasFlag))
    return exitStatus.done
  } finally {
    bar.end()
  }
}

/** Returns the name of the page: by default that of the answer, in this folder. */
function pageName(file: string | undefined, asked: string | false | undefined): string | undefined {
  if (asked === false) return undefined
  if (asked !== undefined && !isPage(asked))
    throw new UsageError(`-o ${asked}: an answer and its sources are written as .html`)
  return asked ?? `${basename(file ?? "answer").replace(/\.[^.]+$/, "")}.pami.html`
}

function describeCost({ calls, mostCalls, known, tokens, exact }: AnswerPlan): string {
  const most = mostCalls > calls ? `, at most ${grouped(mostCalls)}` : ""
  const cached = known > 0 ? `; ${grouped(known)} scores are known` : ""
  return `${exact ? "" : "At most "}${grouped(calls)} calls${most}, about ${grouped(tokens.read)} tokens read and ${grouped(tokens.written)} written${cached}.`
}

function maskOf(mask: string | undefined): { readonly word: string } | "delete" | undefined {
  if (mask === undefined || mask === "delete") return mask
  if (mask.startsWith("word:")) return { word: mask.slice("word:".length) }
  throw new UsageError(`--mask ${mask}: of the context of an answer, delete or word:WORD`)
}

function textOf(texts: Readonly<Record<string, string>>): string {
  const all = Object.values(texts)
  if (all.length === 1) return all[0]
  throw new UsageError("--api explains one answer: give --text once")
}

async function readText(path: string): Promise<string> {
  const text = decodeText(await readBytes(path), { name: path, code: "TEXT_INVALID", largest: largestText })
  if (text.trim() !== "") return text
  throw new PamiError("TEXT_EMPTY", `${path} has no words`)
}
