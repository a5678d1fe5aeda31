export * from "./faults.ts"
export {
  brightness,
  colours,
  convolutions,
  type PictureOptions,
  recurrent,
  twoInputs,
  twoOutputs,
  withoutBatch,
} from "./fixtures.ts"
export * from "./model.ts"
