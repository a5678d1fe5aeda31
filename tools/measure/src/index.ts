export { mebibytes } from "./mebibytes.ts"
export { median } from "./median.ts"
export { range } from "./range.ts"
export { table } from "./table.ts"
