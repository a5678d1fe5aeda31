const words: Record<string, string> = {
  "pre-segmentation": "superpixels: areas of like colour",
  "sliding-window": "circles that slide over it",
  grid: "squares of a grid",
  blur: "a blur",
  black: "black",
  white: "white",
  mean: "its mean colour",
  noise: "noise",
  corrected: "the method as it is meant",
  authors: "the authors’ code, quirks included",
  auto: "automatic",
  exp: "exponentials: outputs are logarithms",
  none: "none: outputs are probabilities",
  value: "none: outputs are values",
  imagenet: "ImageNet: mean and deviation",
  inception: "Inception: −1 to 1",
  caffe: "Caffe: BGR, 0 to 255 less the mean",
  clip: "CLIP: mean and deviation",
  "0-255": "0 to 255",
  "0-1": "0 to 1",
  "-1-1": "−1 to 1",
  nchw: "colours first (NCHW)",
  nhwc: "colours last (NHWC)",
  "onnxruntime-web:wasm": "ONNX Runtime, wasm",
  "onnxruntime-web:webgpu": "ONNX Runtime, WebGPU",
  "tfjs:wasm": "TensorFlow.js, wasm",
  "tfjs:webgl": "TensorFlow.js, WebGL",
  "tfjs:webgpu": "TensorFlow.js, WebGPU",
  "tfjs:cpu": "TensorFlow.js, plain JavaScript",
}

/** A setting's value in plain words; itself where it is one. */
export function wordsOf(value: string): string {
  return words[value] ?? value
}
