export * from "./faults.ts"
export { brightness, colours, convolutions, type PictureOptions, twoInputs, twoOutputs } from "./fixtures.ts"
export * from "./model.ts"
