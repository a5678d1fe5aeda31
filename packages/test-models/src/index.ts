export {
  brightness,
  colours,
  type ImageOptions,
  twoInputs,
  twoOutputs,
  withoutBatch,
} from "./colour-classifier.ts"
export { convolutions } from "./convolutions.ts"
export * from "./misbehaving.ts"
export { onnxModel } from "./onnx-model.ts"
export type * from "./onnx-types.ts"
export { recurrent } from "./recurrent.ts"
export { sixChannels } from "./six-channels.ts"
