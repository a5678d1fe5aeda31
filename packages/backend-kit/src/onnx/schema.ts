// Numbers of fields, by message, from https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

export const inModel = { irVersion: 1, graph: 7, metadata: 14, function: 25, largest: 26 } as const
export const inGraph = { node: 1, initializer: 5, input: 11, output: 12, sparseInitializer: 15 } as const
export const inFunction = { node: 7 } as const
export const inNode = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const
export const inAttribute = {
  tensor: 5,
  graph: 6,
  floats: 7,
  ints: 8,
  strings: 9,
  tensors: 10,
  graphs: 11,
  sparseTensor: 22,
  sparseTensors: 23,
} as const
export const inSparseTensor = { values: 1, indices: 2 } as const
export const inTensor = {
  dataType: 2,
  floats: 4,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14,
} as const
export const inValue = { name: 1, type: 2 } as const
export const inType = { tensor: 1, sequence: 4, map: 5, sparseTensor: 8, optional: 9 } as const
export const inTensorType = { elementType: 1, shape: 2 } as const
export const inSequenceType = { element: 1 } as const
export const inShape = { axis: 1 } as const
export const inAxis = { length: 1 } as const
export const inEntry = { key: 1, value: 2 } as const
