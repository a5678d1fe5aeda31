import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals"
import type { Scale } from "@pami/core"
import type {
  Curve,
  Judge,
  Kept,
  Ranking,
  Reach,
  Rival,
  SmallestRegion,
} from "../../engine/judge-contract.ts"
import { percent } from "../logic/format.ts"
import { announce, showError } from "../messages.ts"
import { activity } from "../state.ts"
import { resting } from "../turns.ts"
import { progress } from "./progress.ts"
import type { Nouns } from "./words.ts"

/** The map that answers are about. */
export interface Subject<Choice> {
  readonly chosen: Choice
}

/** Facts that are shown about a map that can be judged. */
export interface Judgeable {
  /** Name of what the map is read for. */
  readonly name: ReadonlySignal<string>
  readonly scale: ReadonlySignal<Scale>
  /** `null` without a map. */
  readonly reach: ReadonlySignal<Reach | null>
  /** The sweep of the map; `null` before. */
  readonly sweep: ReadonlySignal<{ readonly passes: number; readonly passesPerSecond: number } | null>
  /** Number of units that are ranked. */
  readonly units: ReadonlySignal<number>
  /** Names of the masks of curves. */
  readonly masks: ReadonlySignal<readonly string[]>
  readonly rivals: ReadonlySignal<readonly Rival[]>
  readonly nouns: ReadonlySignal<Nouns>
}

/** The maps of a kind of input, and who judges them. */
export interface TrustSource<Choice> extends Judgeable {
  /** A new object for each map; `null` without one. */
  readonly subject: ReadonlySignal<Subject<Choice> | null>
  readonly judge: Omit<Judge<Choice>, "agreement">
  /** Returns another choice to set the map beside, if there is any. */
  otherThan(chosen: Choice): Choice | undefined
  nameOf(chosen: Choice): string
  /** Ends what is under way, then does `work`. */
  instead(work: (current: () => boolean) => Promise<void>): Promise<void>
}

/** Questions about a map, with the answers about the present one, each `null` until it is known. */
export interface Trust extends Judgeable {
  /** Changes with the map. */
  readonly subject: ReadonlySignal<unknown>
  /** Whether the map is final and the model free to answer. */
  readonly canAsk: ReadonlySignal<boolean>
  /** Share of the units that is kept, 0 to 1. */
  readonly share: ReadonlySignal<number>
  readonly kept: ReadonlySignal<(Kept & { readonly share: number }) | null>
  readonly region: ReadonlySignal<SmallestRegion | null>
  readonly curves: ReadonlySignal<readonly Curve[] | null>
  /** Rank correlation with the map of another choice, named. */
  readonly likeness: ReadonlySignal<{ readonly other: string; readonly value: number } | null>
  /** Keeps another share of the units, and asks the model once the slider rests. */
  keep(share: number): void
  /** Asks for the present share: one question at a time, always for the latest. */
  askForKept(): Promise<void>
  /** Compares the map with that of another choice. */
  compare(): Promise<void>
  /** Finds the smallest region that keeps the score. */
  findRegion(): Promise<void>
  /** Draws the curves of rankings beside those that are there. */
  traceCurves(rankings: readonly Ranking[]): Promise<void>
}

// A slider that moves sends many values: the model is asked for the one on which it rests, after this many ms.
const rest = 120

/** Returns the questions about the maps of a kind of input. */
export function createTrust<Choice>(source: TrustSource<Choice>): Trust {
  const { subject, judge } = source
  type About<Answer> = { readonly subject: Subject<Choice>; readonly answer: Answer } | null
  const present = <Answer>(of: Signal<About<Answer>>) =>
    computed(() => (of.value !== null && of.value.subject === subject.value ? of.value.answer : null))

  const share = signal(0.2)
  const kept = signal<About<Kept & { readonly share: number }>>(null)
  const region = signal<About<SmallestRegion>>(null)
  const curves = signal<About<readonly Curve[]>>(null)
  const likeness = signal<About<{ readonly other: string; readonly value: number }>>(null)
  const canAsk = computed(
    () => source.reach.value !== null && (activity.value === "done" || activity.value === "stopped"),
  )
  const answers = {
    kept: present(kept),
    region: present(region),
    curves: present(curves),
    likeness: present(likeness),
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false

  async function askForKept(): Promise<void> {
    if (asking) return
    asking = true
    try {
      while (canAsk.value && answers.kept.value?.share !== share.value) {
        const [about, wanted] = [subject.value!, share.value]
        const answer = await judge.keepBrightest(about.chosen, wanted)
        kept.value = { subject: about, answer: { ...answer, share: wanted } }
      }
    } catch (error) {
      showError(error)
    } finally {
      asking = false
    }
  }

  async function judging(
    work: (about: Subject<Choice>, current: () => boolean) => Promise<void>,
  ): Promise<void> {
    const about = subject.value
    if (about === null || !canAsk.value) return
    await source.instead(async (current) => {
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

  return {
    ...source,
    ...answers,
    canAsk,
    share,
    keep(next) {
      share.value = next
      clearTimeout(timer)
      timer = setTimeout(() => void askForKept(), rest)
    },
    askForKept,
    async compare() {
      const about = subject.value
      const other = about === null ? undefined : source.otherThan(about.chosen)
      if (about === null || other === undefined || answers.likeness.value !== null) return
      const value = await judge.likeness(about.chosen, other).catch(() => NaN)
      likeness.value = { subject: about, answer: { other: source.nameOf(other), value } }
    },
    findRegion: () =>
      judging(async (about, current) => {
        const answer = await judge.smallestRegion(about.chosen)
        if (!current()) return
        region.value = { subject: about, answer }
        announce(`The most important ${percent(answer.share)} keep the score.`)
      }),
    traceCurves: (rankings) =>
      judging(async (about, current) => {
        const others = (answers.curves.value ?? []).filter(({ ranking }) => !rankings.includes(ranking))
        await judge.trace(about.chosen, rankings, (step) => {
          if (!current()) return
          progress.value = step.share
          curves.value = { subject: about, answer: [...others, ...step.curves] }
        })
        if (current()) announce("The curves are drawn.")
      }),
  }
}
