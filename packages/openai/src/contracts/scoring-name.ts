/** Ways to score an answer, the best first. */
export const scoringNames = ["echo", "forced", "compared", "similarity"] as const

/** A way to score an answer: see `scoring` of `openai`. */
export type ScoringName = (typeof scoringNames)[number]
