export { findStore } from "./find-store.ts"
export { type RunningStore, startStore, type StoreKind } from "./start-store.ts"
