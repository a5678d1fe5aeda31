import { average, classProbability, explain, grid, slidingWindow } from "@pami/core"
import type { Input, Method as Explaining, Partitioner } from "@pami/core"
import { authorsShifts, blur, shifts } from "@pami/image"
import { createMethod, methodNames } from "@pami/methods"
import { authorsSegmentations, mapToImage, preSegmentation } from "@pami/pre-segmentation"
import { inputOf, pictureInputOf } from "./subject.ts"
import type { Subject } from "./subject.ts"

/** A way to explain, to be compared with others. */
export interface Method {
  /** As on the command line and in the tables. */
  readonly name: string
  /**
   * Whether every goal needs a sweep of its own, as a second stage does, which is cut by the first map: the subjects
   * that are prepared then have one goal. Default: one sweep serves all goals of a subject.
   */
  readonly perGoal?: boolean
  /**
   * Returns the method for a number of passes, which decides its parts: it sweeps anew for each number. Default: one sweep,
   * whose maps on the way are those of fewer passes.
   */
  readonly atBudget?: (passes: number) => Explaining
  /** What is swept for a subject. */
  prepare(subject: Subject): Prepared | Promise<Prepared>
}

/** What a sweep needs besides model and target. */
export interface Prepared {
  /** The subject's picture over the method's own baseline; with augmented copies, if the method has such. */
  readonly input: Input
  readonly partitioner: Partitioner
  /** Forward passes that `prepare` has taken already, as for a first stage: they count. Default 0. */
  readonly spent?: number
}

/** All that is compared, in the order of the tables. */
export const methods: readonly Method[] = [
  {
    name: "sliding-window",
    prepare: async (subject) => ({ input: await inputOf(subject, blur()), partitioner: slidingWindow() }),
  },
  {
    name: "sliding-window-authors",
    prepare: async (subject) => ({
      input: await inputOf(subject, blur({ mode: "authors" })),
      partitioner: slidingWindow({ mode: "authors" }),
    }),
  },
  {
    name: "pre-segmentation",
    prepare: async (subject) => ({
      input: await inputOf(subject, blur(), shifts(subject.preprocessing)),
      partitioner: preSegmentation(),
    }),
  },
  {
    name: "pre-segmentation-authors",
    prepare: async (subject) => ({
      input: await inputOf(subject, blur({ mode: "authors" }), authorsShifts(subject.preprocessing)),
      partitioner: preSegmentation({
        settings: authorsSegmentations([subject.preprocessing.height, subject.preprocessing.width]),
      }),
    }),
  },
  {
    // The paper's refinement, without copies: the first stage's passes count.
    name: "two-stages",
    perGoal: true,
    async prepare(subject) {
      const [{ target }] = subject.goals
      const prepared = await pictureInputOf(subject, blur())
      const first = await explain({
        model: subject.model,
        input: prepared.input,
        target: classProbability({ activation: "softmax", classes: [target] }),
        partitioner: preSegmentation(),
      })
      const picture = mapToImage(average(first), prepared.geometry.grid)
      return {
        input: prepared.cutBy("first map", picture),
        partitioner: preSegmentation(),
        spent: first.passes,
      }
    },
  },
  {
    name: "grid",
    prepare: async (subject) => ({ input: await inputOf(subject, blur()), partitioner: grid() }),
  },
  ...methodNames
    .filter((name) => name !== "pami")
    .map((name): Method => ({
      name,
      atBudget: (passes) => createMethod(name, { passes }),
      prepare: async (subject) => ({
        input: await inputOf(subject, blur()),
        partitioner: createMethod(name).partitioner,
      }),
    })),
]
