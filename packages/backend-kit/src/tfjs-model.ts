// A separate entry point: only it needs valibot.
export { type ModelJson, parseModelJson } from "./tfjs/model-json.ts"
export { readTfjs, type TfjsFiles } from "./tfjs/read-tfjs.ts"
