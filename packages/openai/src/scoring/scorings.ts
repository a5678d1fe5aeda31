import { compared } from "./compared.ts"
import { echo } from "./echo.ts"
import { forced } from "./forced.ts"
import type { ScoringName } from "../contracts/scoring-name.ts"
import type { Scoring } from "./scoring.ts"
import { similarity } from "./similarity.ts"

/** All ways to score an answer, by name. */
export const scorings: Readonly<Record<ScoringName, Scoring>> = { echo, forced, compared, similarity }
