// A separate entry point: only it needs valibot.
export { type ModelJson, mostJsonBytes, parseModelJson } from "./tfjs/model-json.ts"
export { readTfjs, type TfjsFiles } from "./tfjs/read-tfjs.ts"
