export { loadError, plainWords } from "./errors.ts"
export { type ModelFacts, modelOf, type OnnxSession, type SessionFacts } from "./model.ts"
export { checkOptimization, type Optimization } from "./options.ts"
export { runOn } from "./tensors.ts"
