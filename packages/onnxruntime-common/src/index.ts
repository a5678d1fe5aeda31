export { loadFault, plainWords } from "./faults.ts"
export { modelOf, type ModelFacts, type Session } from "./model.ts"
export { inspect } from "./sniff.ts"
export { arrayBytes, type Bytes } from "./wire.ts"
