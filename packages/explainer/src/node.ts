export { neighboursOf, openFiles } from "./platform/node.ts"
export { readNeighbour } from "./platform/read-neighbour.ts"
