export { modelInFolder } from "./platform/model-in-folder.ts"
export { neighboursOf, openFiles } from "./platform/node.ts"
export type { ModelFiles } from "./platform/platform.ts"
export { readNeighbour } from "./platform/read-neighbour.ts"
