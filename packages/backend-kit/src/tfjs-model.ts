// A separate entry point: only it needs valibot.
export { describeIssue, type ModelJson, parseModelJson, shortened } from "./tfjs/model-json.ts"
export { readTfjs, type TfjsFiles } from "./tfjs/read-tfjs.ts"
