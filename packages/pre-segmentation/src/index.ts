export * from "./authors.ts"
export * from "./names.ts"
export * from "./pre-segmentation.ts"
export * from "./scheduled.ts"
