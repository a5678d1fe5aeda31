import { borders } from "../pieces.ts"
import { firstUnits, type DrawnText, type TextSpan } from "../text-options.ts"

/** The parts of the texts that a figure shows. */
export interface Excerpts {
  /** For each text, the parts to draw in their order; without any, the text is left out. */
  readonly parts: readonly (readonly TextSpan[])[]
  /** Number of units in these parts. */
  readonly units: number
}

const sentences = new Intl.Segmenter("en", { granularity: "sentence" })
// Longer sentences are cut, so that a text without full stops can be shortened too.
const longestSentence = 400

/**
 * Returns the parts of texts that have room for `room` characters: all of them, else the sentences that hold the strongest
 * units. A line break takes the room of 60 characters. Short texts without units, such as a question, stay.
 *
 * @param strengths of the units of all texts
 */
export function excerptsOf(texts: readonly DrawnText[], strengths: Float64Array, room: number): Excerpts {
  const sizes = texts.map(({ text }) => sizeOf(text))
  const all = texts.reduce((sum, { units }) => sum + units.length, 0)
  if (sizes.reduce((sum, size) => sum + size, 0) <= room)
    return { parts: texts.map(({ text }) => [{ start: 0, end: text.length }]), units: all }
  const first = firstUnits(texts)
  const candidates = texts.flatMap((drawn, index) => {
    const isShort = drawn.units.length === 0 && sizes[index] <= room / 10
    return sentencesOf(drawn, strengths.subarray(first[index])).map((found) => ({
      ...found,
      text: index,
      strength: isShort ? Infinity : found.strength,
    }))
  })
  let [left, units] = [room, 0]
  const chosen: (typeof candidates)[number][] = []
  for (const sentence of candidates.toSorted((a, b) => b.strength - a.strength)) {
    const size = sizeOf(texts[sentence.text].text.slice(sentence.start, sentence.end))
    if (size > left && chosen.length > 0) continue
    left -= size
    units += sentence.units
    chosen.push(sentence)
  }
  const parts = texts.map((_, index) =>
    joined(chosen.filter(({ text }) => text === index).toSorted((a, b) => a.start - b.start)),
  )
  return { parts, units }
}

function sizeOf(text: string): number {
  let size = text.length
  for (const _ of text.matchAll(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g)) size += 60
  return size
}

interface Sentence extends TextSpan {
  /** Number of units that start in it. */
  readonly units: number
  /** The highest of its units, 0 without any. */
  readonly strength: number
}

/** Returns the sentences of a text; together they are the text. */
function sentencesOf({ text, units }: DrawnText, strengths: Float64Array): Sentence[] {
  const border = borders(text)
  const order = [...units.entries()].toSorted(([, a], [, b]) => a.start - b.start)
  const found: Sentence[] = []
  let next = 0
  for (const { index, segment } of sentences.segment(text)) {
    const end = index + segment.length
    for (let start = index; start < end;) {
      const stop = end - start <= longestSentence ? end : cutAt(text, start, border)
      let [count, strength] = [0, 0]
      for (; next < order.length && order[next][1].start < stop; next++) {
        count++
        strength = Math.max(strength, strengths[order[next][0]] || 0)
      }
      found.push({ start, end: stop, units: count, strength })
      start = stop
    }
  }
  return found
}

/** Returns the end of a piece of a sentence: after its last space, if it has one. */
function cutAt(text: string, start: number, border: (place: number) => number): number {
  const space = text.slice(start, start + longestSentence).search(/\s\S*$/)
  return border(start + (space > 0 ? space + 1 : longestSentence))
}

function joined(spans: readonly TextSpan[]): TextSpan[] {
  const parts: TextSpan[] = []
  for (const { start, end } of spans) {
    const last = parts.at(-1)
    if (last?.end === start) parts[parts.length - 1] = { start: last.start, end }
    else parts.push({ start, end })
  }
  return parts
}
