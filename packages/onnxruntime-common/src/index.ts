export { loadFault } from "./faults.ts"
export { modelOf, type ModelFacts } from "./model.ts"
export { inspect } from "./sniff.ts"
export { arrayBytes, type Bytes } from "./wire.ts"
