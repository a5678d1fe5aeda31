import { type MethodName, isSeeded } from "@pami/methods"

/** The fields of a recipe that can be without effect, and those that decide it. */
export interface IdleFields {
  readonly method: MethodName
  readonly strategy: string
  readonly settings: unknown
  readonly radius: unknown
  readonly stride: unknown
  readonly until: unknown
  readonly readOut: unknown
  readonly labelMaps: readonly string[]
  readonly augment: string
  readonly mode: string
  readonly stages: number
  readonly cutBy: string
  readonly combine: string
  readonly mask: string
  readonly seed: number
}

interface Rule {
  /** The value of the field when it has no effect. */
  readonly value: unknown
  /** The condition, in the words of an error. */
  readonly words: string
  readonly isIdle: (recipe: IdleFields) => boolean
}

const isWindows = ({ strategy }: IdleFields) => strategy !== "pre-segmentation"
const isOther = ({ method }: IdleFields) => method !== "pami"
const isDrawn = ({ labelMaps }: IdleFields) => labelMaps.length > 0

const hasOneStage = (recipe: IdleFields) => recipe.stages === 1 || isOther(recipe)
const ofPami = (words: string) => `${words} with another method than pami`

const rules: Readonly<Partial<Record<keyof IdleFields, Rule>>> = {
  strategy: { value: "pre-segmentation", words: ofPami('the strategy "pre-segmentation"'), isIdle: isOther },
  radius: { value: null, words: ofPami("no radius"), isIdle: isOther },
  stride: { value: null, words: ofPami("no stride"), isIdle: isOther },
  until: { value: null, words: ofPami("no until"), isIdle: isOther },
  stages: { value: 1, words: ofPami("one stage"), isIdle: isOther },
  readOut: {
    value: { score: "score", weight: "equal" },
    words: ofPami("the mean score"),
    isIdle: isOther,
  },
  settings: {
    value: null,
    words: "no settings with windows, a grid, label maps or another method than pami",
    isIdle: (recipe) => isWindows(recipe) || isDrawn(recipe) || isOther(recipe),
  },
  labelMaps: {
    value: [],
    words: "no label maps with windows, a grid or another method than pami",
    isIdle: (recipe) => isWindows(recipe) || isOther(recipe),
  },
  augment: {
    value: "none",
    words: 'augment "none" with windows, a grid, label maps or another method than pami',
    isIdle: (recipe) => isWindows(recipe) || isDrawn(recipe) || isOther(recipe),
  },
  mode: {
    value: "corrected",
    words: 'the mode "corrected" where neither strategy, stages nor mask depend on it',
    isIdle: (recipe) =>
      recipe.mask !== "blur" &&
      (recipe.stages === 1 || isOther(recipe)) &&
      (isOther(recipe) ||
        recipe.strategy === "grid" ||
        (recipe.strategy === "pre-segmentation" && (recipe.settings !== null || isDrawn(recipe)))),
  },
  cutBy: {
    value: "coloured",
    words: 'cutBy "coloured" with one stage',
    isIdle: hasOneStage,
  },
  combine: {
    value: "second",
    words: 'combine "second" with one stage',
    isIdle: hasOneStage,
  },
  seed: {
    value: 0,
    words: "a seed of 0 with a mask other than noise and a method that draws nothing at random",
    isIdle: ({ mask, method }) => mask !== "noise" && !isSeeded(method),
  },
}

/** Returns the recipe with every field that has no effect at its one value: nobody could tell whether another is true. */
export function withoutIdle<Draft extends IdleFields>(draft: Draft): Draft {
  const idle = Object.entries(rules).filter(([, { isIdle }]) => isIdle(draft))
  return { ...draft, ...Object.fromEntries(idle.map(([field, { value }]) => [field, value])) }
}

/** Returns the expectation that the first field without effect violates; undefined if none does. */
export function idleProblem(recipe: IdleFields): string | undefined {
  const wrong = Object.entries(rules).find(
    ([field, { value, isIdle }]) =>
      isIdle(recipe) && JSON.stringify(recipe[field as keyof IdleFields]) !== JSON.stringify(value),
  )
  return wrong?.[1].words
}
