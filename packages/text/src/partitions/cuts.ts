/** A way to cut the units of a text in parts that follow one another: each unit is in exactly one. */
export interface Cut {
  /** Name for people: `"windows of 3, phase 1 of 3"`. */
  readonly name: string
  /** Place among the cuts, coarse first. */
  readonly level: number
  /** Place among the cuts of its level. */
  readonly phase: number
  /** The first unit of each part but the first. */
  readonly borders: readonly number[]
}

// Fibonacci numbers: a word and its neighbours share windows of each size with different others.
const sizes = [8, 5, 3, 2]

// The end of a sentence, and of a clause, behind which quotes and brackets may close.
const sentenceEnd = /[.!?…。！？｡։؟۔।॥]["'”’»)\]]*$/u
const clauseEnd = /[,;:.!?…—–、，；：。！？｡،؛؟۔।॥]["'”’»)\]]*$/u
const closing = /^["'”’»)\]}」』）】]+$/u

/**
 * Returns the cuts of a text, coarse first: sentences, clauses, windows of 8, 5, 3 and 2 units at every offset, single units. No two
 * are the same, and each has at least two parts, unless there is one unit.
 *
 * @param labels the units
 */
export function cutsOf(labels: readonly string[]): readonly Cut[] {
  const count = labels.length
  const cuts: Cut[] = []
  const known = new Set<string>()
  const add = (name: string, level: number, phase: number, borders: readonly number[]) => {
    const key = borders.join()
    if ((borders.length === 0 && count > 1) || known.has(key)) return
    known.add(key)
    cuts.push({ name, level, phase, borders })
  }
  add("sentences", 0, 0, bordersBehind(labels, sentenceEnd))
  add("clauses", 1, 0, bordersBehind(labels, clauseEnd))
  for (const [index, size] of sizes.entries())
    for (let phase = 0; phase < size; phase++)
      add(`windows of ${size}, phase ${phase + 1} of ${size}`, 2 + index, phase, windows(count, size, phase))
  add("single units", 2 + sizes.length, 0, windows(count, 1, 0))
  return cuts
}

/** Returns the borders of windows of `size` units; the first has `phase` units if that is not 0. */
export function windows(count: number, size: number, phase: number): readonly number[] {
  const borders: number[] = []
  for (let at = phase === 0 ? size : phase; at < count; at += size) borders.push(at)
  return borders
}

function bordersBehind(labels: readonly string[], end: RegExp): readonly number[] {
  const borders: number[] = []
  for (let i = 1, open = false; i < labels.length; i++) {
    open = end.test(labels[i - 1]) || (open && closing.test(labels[i - 1]))
    // Marks that follow, such as "?!", belong to the end.
    if (open && !end.test(labels[i]) && !closing.test(labels[i])) borders.push(i)
  }
  return borders
}

/**
 * Returns so many of the cuts that their parts are at most `passes`: of each level about the same share, at offsets far from each
 * other. Each of them covers every unit, so that none is left out. With too few passes for any, one cut in larger windows.
 */
export function chooseCuts(cuts: readonly Cut[], count: number, passes: number): readonly Cut[] {
  const levels = [...new Set(cuts.map(({ level }) => level))].map((level) =>
    cuts.filter((cut) => cut.level === level),
  )
  const chosen = new Set<Cut>()
  let left = passes
  for (let round = 0; round < Math.max(...sizes); round++)
    for (const own of levels) {
      if (round >= own.length) continue
      const cut = own[(round * strideOf(own.length)) % own.length]
      if (cut.borders.length + 1 > left) continue
      chosen.add(cut)
      left -= cut.borders.length + 1
    }
  if (chosen.size > 0) return cuts.filter((cut) => chosen.has(cut))
  const size = Math.ceil(count / Math.max(1, passes))
  return [{ name: `windows of ${size}`, level: 0, phase: 0, borders: windows(count, size, 0) }]
}

/** Returns the step of about 0.6 of a length that reaches every place. */
function strideOf(length: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b))
  let step = Math.max(1, Math.round(0.6 * length))
  while (divides(step, length) !== 1) step--
  return step
}
