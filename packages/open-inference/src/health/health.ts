import { type Feeds, PamiError, type Tensors } from "@pami/core"
import type { OpenInferenceErrorCode } from "../codes.ts"
import { findDifference, findLost } from "./compare.ts"
import { copyOf } from "./items.ts"

/** An input whose answer is known. */
export interface KnownInput {
  /** Fed as in a run: axis 0 is the batch. */
  readonly feeds: Feeds
  /** The right answer, of all outputs or of some. Default: what the server answers at the start. */
  readonly outputs?: Tensors
}

/** Watches whether a server still computes what it did. */
export interface Health {
  /**
   * Asks for the known input, if the caller gives one.
   *
   * @throws PamiError `HEALTH_CHECK_FAILED` if the answer is not the given one, and the errors of a run
   */
  begin(): Promise<void>
  /**
   * Notes a run, and checks if it is time to.
   *
   * @param feeds of an input that the server has answered: the known input, if the caller gives none
   * @throws PamiError as `check`
   */
  afterRun(feeds: () => Feeds): Promise<void>
  /**
   * Asks for the known input again, unless no run has ended since.
   *
   * @throws PamiError `HEALTH_CHECK_FAILED`, `MODEL_CHANGED`, and the errors of a run
   */
  check(): Promise<void>
}

/** The questions of a health check. */
export interface HealthQuestions {
  readonly infer: (feeds: Feeds) => Promise<Tensors>
  /** Throws if the server describes another model than at the start. */
  readonly expectSameModel: () => Promise<void>
  readonly known: KnownInput | undefined
  /** Number of runs between two checks. */
  readonly every: number
  /** Names of the outputs of 16 bits. */
  readonly halves: ReadonlySet<string>
}

/** Returns the watch over a server. */
export function watchHealth({ infer, expectSameModel, known, every, halves }: HealthQuestions): Health {
  let reference: { readonly feeds: Feeds; readonly outputs: Tensors; readonly isSteady: boolean } | undefined
  let referring: Promise<void> | undefined
  let checking: Promise<void> | undefined
  let unchecked = 0

  async function refer({ feeds, outputs }: KnownInput): Promise<void> {
    const answer = await infer(feeds)
    if (outputs !== undefined) {
      const difference = findDifference(outputs, answer, halves)
      if (difference !== undefined)
        throw failed(difference, "at the start", "the answer that is given as right")
    }
    // A model that draws random numbers has no answer to compare with, but numbers; `explain` warns of it.
    const isSteady = findDifference(answer, await infer(feeds), halves) === undefined
    reference = { feeds, outputs: answer, isSteady }
  }

  async function ask(): Promise<void> {
    const covered = unchecked
    await expectSameModel()
    const { feeds, outputs, isSteady } = reference!
    const answer = await infer(feeds)
    const difference = isSteady ? findDifference(outputs, answer, halves) : findLost(outputs, answer)
    if (difference !== undefined) throw failed(difference, `after ${covered} runs`, "the answer at the start")
    unchecked -= covered
  }

  const check = async () => {
    if (unchecked === 0 || reference === undefined) return
    await (checking ??= ask().finally(() => (checking = undefined)))
  }
  return {
    async begin() {
      if (known !== undefined) await (referring = refer({ ...known, feeds: copyOf(known.feeds) }))
    },
    async afterRun(feeds) {
      unchecked++
      referring ??= refer({ feeds: feeds() }).catch((error: unknown) => {
        referring = undefined
        throw error
      })
      await referring
      if (unchecked >= every) await check()
    },
    check,
  }
}

function failed(difference: string, when: string, expected: string): PamiError<OpenInferenceErrorCode> {
  return new PamiError(
    "HEALTH_CHECK_FAILED",
    `asked for a known input ${when}, the server does not give ${expected}: ${difference}. It may be broken (a GPU after an error answers nonsense), or serve another model: look at its log, restart it, and run again; results since the last check may be wrong.`,
  )
}
