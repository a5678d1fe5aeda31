import { batch } from "@preact/signals"
import { engine, imageWorker } from "../engine.ts"
import {
  best,
  centre,
  cuts,
  lesson,
  loaded,
  part,
  parts,
  playing,
  position,
  radius,
  score,
  sums,
  tried,
  type Place,
} from "./state.ts"
import type { Lesson } from "./lessons.ts"
import { disc } from "../logic/disc.ts"
import { nothingTried, writeDown } from "../logic/growing.ts"
import { announce, showError } from "../messages.ts"
import { chosen, prediction } from "../state.ts"

/** Gets the pixels of the present prediction from the engine, and has the image worker partition them. */
export async function loadPixels(): Promise<void> {
  cuts.value = []
  const seen = prediction.value
  if (seen === null) return
  try {
    const preview = await engine.preview()
    if (prediction.value !== seen) return
    loaded.value = { of: seen, preview }
    const found = await imageWorker.cut(preview.image, seen.width, seen.height)
    if (prediction.value === seen) cuts.value = found
  } catch (error) {
    showError(error)
  }
}

let round = 0

/** Clears the map. */
export function startOver(): void {
  round++
  batch(() => {
    playing.value = false
    sums.value = score.value = best.value = null
    position.value = 0
  })
}

/** Begins a lesson, with an empty map. */
export function begin(name: Lesson): void {
  const seen = prediction.value
  batch(() => {
    startOver()
    lesson.value = name
    centre.value = null
    part.value = new Int32Array(0)
  })
  if (seen === null || name !== "move") return
  radius.value = Math.round(Math.min(seen.width, seen.height) * 0.18)
  moveTo({ x: Math.round(seen.width / 2), y: Math.round(seen.height / 2) })
}

let asking = false

/** Scores the disc around a place. While a score is computed, only the latest place waits. */
export function moveTo(place: Place): void {
  const seen = prediction.value
  if (seen === null) return
  batch(() => {
    centre.value = place
    // Half a unit more, so that a disc has no lone units at its four ends.
    part.value = disc(place, radius.value + 0.5, seen)
  })
  if (!asking) void ask()
}

async function ask(): Promise<void> {
  asking = true
  try {
    for (let asked: Int32Array | null = null; asked !== part.value;) {
      asked = part.value
      await tryPart(asked, centre.value)
    }
  } catch (error) {
    showError(error)
  } finally {
    asking = false
  }
}

async function tryPart(asked: Int32Array, from: Place | null): Promise<void> {
  const seen = prediction.value
  const selection = chosen.value
  const mine = round
  if (seen === null || selection === null) return
  const found = await engine.probe(asked, selection.target)
  if (mine !== round) return
  batch(() => {
    score.value = found
    sums.value = writeDown(sums.value ?? nothingTried(seen.width * seen.height), asked, found)
    if (from !== null && found > (best.value?.score ?? -Infinity))
      best.value = { score: found, centre: from, radius: radius.value }
  })
}

/** Scores the next part. */
export async function next(): Promise<void> {
  const shown = parts.value.at(position.value)
  if (shown === undefined) return
  position.value++
  part.value = shown
  await tryPart(shown, null)
}

/** Scores the remaining parts one by one, with a pause of `rest` ms, until all are scored or the lesson is stopped. */
export async function play(rest: number): Promise<void> {
  const mine = round
  const current = () => mine === round
  playing.value = true
  try {
    while (current() && playing.value && position.value < parts.value.length) {
      await next()
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
    if (current() && position.value >= parts.value.length) announce(`${tried.value} parts scored.`)
  } catch (error) {
    showError(error)
  } finally {
    if (current()) playing.value = false
  }
}
