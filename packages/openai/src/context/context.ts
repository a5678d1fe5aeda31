import { splitText } from "@pami/text"
import type { Span, Units } from "@pami/text"
import { apiError } from "../server/api-error.ts"

/** A text of the context, with the name that the model sees if there are several. */
export interface ContextDocument {
  /** Default: its number, from 1. */
  readonly name?: string | undefined
  readonly text: string
}

/** Units of a context: those of `splitText`, or `documents`, each whole. */
export type ContextUnits = Exclude<Units, readonly Span[]> | "documents"

/** A unit of the context: a sentence, a paragraph, a document. */
export interface Source extends Span {
  /** Position of its document. */
  readonly document: number
  /** Name of its document. */
  readonly name: string
  readonly text: string
}

/** Replaces a masked unit: nothing, or a word. */
export type ContextMask = "delete" | { readonly word: string }

/** A context, cut into units. */
export interface Context {
  readonly documents: readonly { readonly name: string; readonly text: string }[]
  readonly sources: readonly Source[]
  /** Returns the context with the units in `kept` (1, else 0), and the others masked. */
  show(kept: ArrayLike<number>): string
}

// A regression over more takes minutes.
const mostSources = 5_000

/**
 * Cuts a context into units.
 *
 * @throws PamiError `CONTEXT_EMPTY`, `CONTEXT_TOO_LARGE`, and `TEXT_TOO_LONG` of `splitText`
 */
export function cutContext(
  context: string | readonly ContextDocument[],
  options: {
    readonly units: ContextUnits
    readonly language?: string | undefined
    readonly mask: ContextMask
  },
): Context {
  const { units, language, mask } = options
  const given: readonly ContextDocument[] = typeof context === "string" ? [{ text: context }] : context
  const documents = given.map(({ name, text }, index) => ({ name: name ?? `${index + 1}`, text }))
  const cuts = documents.map(({ text }) => cut(text, units, language))
  const count = cuts.reduce((sum, spans) => sum + spans.length, 0)
  if (count === 0)
    throw apiError("CONTEXT_EMPTY", "the context has no words: give the texts that the answer is based on")
  if (count > mostSources)
    throw apiError(
      "CONTEXT_TOO_LARGE",
      `the context has ${count} ${units}; up to ${mostSources} are explained. Choose larger units, such as paragraphs or documents.`,
      { data: { count, most: mostSources } },
    )
  return {
    documents,
    sources: documents.flatMap(({ name, text }, document) =>
      cuts[document].map(({ start, end }) => ({
        document,
        name,
        start,
        end,
        text: text.slice(start, end),
      })),
    ),
    show(kept) {
      let first = 0
      const texts = documents.map(({ name, text }, document) => {
        const spans = cuts[document]
        const shown = showDocument(text, spans, (unit) => kept[first + unit] > 0, mask)
        first += spans.length
        return documents.length === 1 ? shown : `Document: ${name}\n${shown}`
      })
      return texts.join("\n\n")
    },
  }
}

function cut(text: string, units: ContextUnits, language: string | undefined): readonly Span[] {
  if (units !== "documents") return splitText(text, { units, language })
  // Without the white space at its ends.
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  return start < end ? [{ start, end }] : []
}

/** Returns a document with some units masked. The white space after a unit goes with it; other text between units stays. */
function showDocument(
  text: string,
  spans: readonly Span[],
  isKept: (unit: number) => boolean,
  mask: ContextMask,
): string {
  let shown = text.slice(0, spans[0]?.start ?? text.length)
  for (const [unit, { start, end }] of spans.entries()) {
    const gap = text.slice(end, spans[unit + 1]?.start ?? text.length)
    if (isKept(unit)) shown += text.slice(start, end) + gap
    else if (mask !== "delete") shown += mask.word + gap
    else if (gap.trim() !== "") shown += gap
  }
  return shown.trimEnd()
}
