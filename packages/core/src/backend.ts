// What backends have in common. An entry of its own, as whoever explains needs none of it.
export { askTwice } from "./backend/ask-twice.ts"
export { checkFeeds } from "./backend/check-feeds.ts"
export { limitsOf } from "./backend/limits.ts"
export { pathOf } from "./backend/path-of.ts"
export { queue } from "./backend/queue.ts"
export { bodyAtMost, fileAtMost } from "./backend/read-at-most.ts"
export { type NamedFiles, readSource } from "./backend/read-source.ts"
export { checkWeightsPath, weightsOutside } from "./backend/weights-path.ts"
