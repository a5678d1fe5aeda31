import type { Curve, Ranking } from "../../engine/judge-contract.ts"
import { engine } from "../engine.ts"
import { percent } from "../logic/format.ts"
import { announce, showError } from "../messages.ts"
import { activity, prediction } from "../state.ts"
import { instead, resting } from "../turns.ts"
import {
  canAsk,
  curves,
  kept,
  likeness,
  present,
  preview,
  progress,
  region,
  share,
  subject,
  type Subject,
} from "./state.ts"

// A slider that moves sends many values: the model is asked for the one on which it rests, after this many ms.
const rest = 120

let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps another share of the pixels, and asks the model once the slider rests. */
export function keep(next: number): void {
  share.value = next
  clearTimeout(timer)
  timer = setTimeout(() => void askForBrightest(), rest)
}

let asking = false

/** Asks for the present share: one question at a time, always for the latest. */
export async function askForBrightest(): Promise<void> {
  if (asking) return
  asking = true
  try {
    while (canAsk.value && !isKnown()) {
      const [about, wanted] = [subject.value!, share.value]
      const answer = await engine.keepBrightest(about.chosen, wanted)
      kept.value = { subject: about, answer: { ...answer, share: wanted } }
    }
  } catch (error) {
    showError(error)
  } finally {
    asking = false
  }
}

function isKnown(): boolean {
  return present(kept)?.share === share.value
}

/** Gets the pixels that the model saw, and those of the mask. */
export async function loadPreview(): Promise<void> {
  const seen = prediction.value
  if (seen === null || preview.value?.prediction === seen) return
  const pixels = await engine.preview().catch(() => null)
  if (pixels !== null && prediction.value === seen) preview.value = { prediction: seen, pixels }
}

/** Compares the map with that of the next class of the prediction. */
export async function compareClasses(): Promise<void> {
  const about = subject.value
  const other = about?.prediction.classes.find((entry) => entry.class !== about.chosen.target)?.class
  if (about === null || other === undefined || about.chosen.versus !== null) return
  const value = await engine.likeness(about.chosen, { target: other, versus: null }).catch(() => NaN)
  likeness.value = { subject: about, answer: { other, value } }
}

/** Finds the smallest region that keeps the score. */
export async function findRegion(): Promise<void> {
  await judge(async (about, current) => {
    const answer = await engine.smallestRegion(about.chosen)
    if (!current()) return
    region.value = { subject: about, answer }
    announce(`The brightest ${percent(answer.share)} keep the score.`)
  })
}

/** Draws the curves of rankings beside those that are there. */
export async function traceCurves(rankings: readonly Ranking[]): Promise<void> {
  await judge(async (about, current) => {
    const others = (present(curves) ?? []).filter(({ ranking }) => !rankings.includes(ranking))
    await engine.trace(about.chosen, rankings, (step) => {
      if (!current()) return
      progress.value = step.share
      curves.value = { subject: about, answer: [...others, ...(step.curves as readonly Curve[])] }
    })
    if (current()) announce("The curves are drawn.")
  })
}

async function judge(work: (about: Subject, current: () => boolean) => Promise<void>): Promise<void> {
  const about = subject.value
  if (about === null || !canAsk.value) return
  await instead(async (current) => {
    activity.value = "judging"
    progress.value = 0
    try {
      await work(about, current)
    } finally {
      progress.value = null
      if (current()) activity.value = resting()
    }
  })
}
