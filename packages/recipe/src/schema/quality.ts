import type { ImageRecipe } from "./recipe.ts"

/** How much is spent where nothing is said of passes. */
export type Quality = keyof typeof budgets

interface Budget {
  /** Forward passes; `null` for all that there are. */
  readonly passes: number | null
  /** Augmented copies of a pre-segmentation. */
  readonly augment: string
}

// Chosen from what `npm run bench -- quality` prints: see docs/quality.md.
const budgets = {
  fast: {
    "pre-segmentation": { passes: 150, augment: "none" },
    windows: { passes: 300, augment: "none" },
    others: { passes: 300, augment: "none" },
  },
  balanced: {
    "pre-segmentation": { passes: null, augment: "none" },
    windows: { passes: null, augment: "none" },
    others: { passes: 600, augment: "none" },
  },
  best: {
    "pre-segmentation": { passes: null, augment: "shifts" },
    windows: { passes: 6000, augment: "none" },
    others: { passes: 3000, augment: "none" },
  },
} as const satisfies Record<string, Record<string, Budget>>

/** Names of the qualities, the cheapest first. */
export const qualities = Object.keys(budgets) as readonly Quality[]

/** Returns the budget of a quality under a method and its strategy. */
export function budgetOf(
  quality: Quality,
  { method, strategy }: Pick<ImageRecipe, "method" | "strategy">,
): Budget {
  if (method !== "pami") return budgets[quality].others
  return budgets[quality][strategy === "pre-segmentation" ? strategy : "windows"]
}
