export { correlate, correlateAll } from "./correlate.ts"
export { keepBrightest } from "./keep-brightest.ts"
export { findSmallestRegion } from "./smallest-region.ts"
export { trace } from "./rank.ts"
