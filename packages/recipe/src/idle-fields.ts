/** The fields of a recipe that can be without effect, and those that decide it. */
export interface IdleFields {
  readonly strategy: string
  readonly settings: unknown
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
const isDrawn = ({ labelMaps }: IdleFields) => labelMaps.length > 0

const rules: Readonly<Partial<Record<keyof IdleFields, Rule>>> = {
  settings: {
    value: null,
    words: "no settings with windows, a grid or label maps",
    isIdle: (recipe) => isWindows(recipe) || isDrawn(recipe),
  },
  labelMaps: { value: [], words: "no label maps with windows or a grid", isIdle: isWindows },
  augment: {
    value: "none",
    words: 'augment "none" with windows, a grid or label maps',
    isIdle: (recipe) => isWindows(recipe) || isDrawn(recipe),
  },
  mode: {
    value: "corrected",
    words: 'the mode "corrected" where neither strategy, stages nor mask depend on it',
    isIdle: (recipe) =>
      recipe.mask !== "blur" &&
      recipe.stages === 1 &&
      (recipe.strategy === "grid" ||
        (recipe.strategy === "pre-segmentation" && (recipe.settings !== null || isDrawn(recipe)))),
  },
  cutBy: {
    value: "coloured",
    words: 'cutBy "coloured" with one stage',
    isIdle: ({ stages }) => stages === 1,
  },
  combine: {
    value: "second",
    words: 'combine "second" with one stage',
    isIdle: ({ stages }) => stages === 1,
  },
  seed: {
    value: 0,
    words: "a seed of 0 with a mask other than noise",
    isIdle: ({ mask }) => mask !== "noise",
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
