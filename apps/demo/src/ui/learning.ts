import { batch, computed, signal } from "@preact/signals"
import { slidingWindow, type Input, type Partition } from "@pami/core"
import { engine } from "./engine.ts"
import { disc } from "./logic/disc.ts"
import { announce, showError } from "./messages.ts"
import { chosen, looked } from "./state.ts"

/** The page's three lessons. */
export type Lesson = "move" | "step" | "many"

export const lesson = signal<Lesson>("move")
/** The part that the model is shown. */
export const part = signal<Int32Array>(new Int32Array(0))
/** Its middle, in units, and its reach. */
export const centre = signal<{ readonly x: number; readonly y: number } | null>(null)
export const radius = signal(17)
/** What the model said of it; `null` while it has not answered. */
export const score = signal<number | null>(null)
/** Sum of scores and number of parts at every unit: the whole method. */
const sums = signal<{
  readonly sum: Float64Array
  readonly count: Float64Array
  readonly tried: number
} | null>(null)
export const playing = signal(false)

/** How many parts were tried. */
export const tried = computed(() => sums.value?.tried ?? 0)

/** The mean score of the parts that showed each unit; `NaN` where none did. */
export const growing = computed(() =>
  sums.value === null
    ? null
    : Float32Array.from(sums.value.sum, (sum, unit) => {
        const count = sums.value!.count[unit]
        return count === 0 ? NaN : sum / count
      }),
)

/** Forgets what was tried. */
export function startOver(): void {
  batch(() => {
    playing.value = false
    sums.value = null
    score.value = null
    position.value = 0
  })
}

let asking = false

/** Shows the model the disc around a place. While it answers only the latest place waits. */
export function moveTo(place: { readonly x: number; readonly y: number }): void {
  const seen = looked.value
  if (seen === null) return
  batch(() => {
    centre.value = place
    part.value = disc(place, radius.value, seen)
  })
  if (!asking) void ask()
}

async function ask(): Promise<void> {
  asking = true
  try {
    for (let asked: Int32Array | null = null; asked !== part.value;) {
      asked = part.value
      await tryPart(asked)
    }
  } catch (error) {
    showError(error)
  } finally {
    asking = false
  }
}

async function tryPart(asked: Int32Array): Promise<void> {
  const seen = looked.value
  const selection = chosen.value
  if (seen === null || selection === null) return
  const answer = await engine.probe(asked, selection.target)
  if (looked.value !== seen || chosen.value?.target !== selection.target) return
  const units = seen.width * seen.height
  const { sum, count, tried } = sums.value ?? {
    sum: new Float64Array(units),
    count: new Float64Array(units),
    tried: 0,
  }
  for (let i = 0; i < asked.length; i += 2)
    for (let unit = asked[i]; unit < asked[i + 1]; unit++) {
      sum[unit] += answer.score
      count[unit]++
    }
  batch(() => {
    score.value = answer.score
    sums.value = { sum, count, tried: tried + 1 }
  })
}

/** The partitions of the paper's sliding window: circles, a sparse set first. */
export const partitions = computed<readonly Partition[]>(() => {
  const seen = looked.value
  if (seen === null) return []
  // A window needs the shape of the grid and nothing else.
  const input = { units: [seen.height, seen.width] } as unknown as Input
  return [...(slidingWindow().partitions(input) as Iterable<Partition>)]
})

/** Number of the next part, over all partitions. */
export const position = signal(0)

/** Number of parts of the first partition, and of all. */
export const firstSize = computed(() => partitions.value.at(0)?.size ?? 0)
export const totalSize = computed(() => partitions.value.reduce((sum, { size }) => sum + size, 0))

/** Tries the next part. */
export async function next(): Promise<void> {
  let index = position.value
  for (const partition of partitions.value) {
    if (index >= partition.size) {
      index -= partition.size
      continue
    }
    position.value++
    centre.value = null
    part.value = partition.part(index)
    await tryPart(part.value)
    return
  }
}

/** Tries part after part until `end` of them are tried or it is stopped, with a rest between them. */
export async function play(end: number, rest: number): Promise<void> {
  playing.value = true
  try {
    while (playing.value && position.value < end) {
      await next()
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
    if (position.value >= end) announce(`${tried.value} parts tried.`)
  } catch (error) {
    showError(error)
  } finally {
    playing.value = false
  }
}
