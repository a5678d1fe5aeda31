import protobuf from "protobufjs/light.js"

type FieldRow = readonly [name: string, number: number, type: string, rule?: "repeated"]

// Messages and fields that onnxModel writes, with their numbers in the ONNX schema (onnx.proto, proto2).
const messages: Readonly<Record<string, readonly FieldRow[]>> = {
  Model: [
    ["irVersion", 1, "int64"],
    ["producerName", 2, "string"],
    ["graph", 7, "Graph"],
    ["opsetImport", 8, "OperatorSet", "repeated"],
    ["metadataProps", 14, "Entry", "repeated"],
  ],
  OperatorSet: [
    ["domain", 1, "string"],
    ["version", 2, "int64"],
  ],
  Entry: [
    ["key", 1, "string"],
    ["value", 2, "string"],
  ],
  Graph: [
    ["node", 1, "Node", "repeated"],
    ["name", 2, "string"],
    ["initializer", 5, "TensorValue", "repeated"],
    ["input", 11, "ValueInfo", "repeated"],
    ["output", 12, "ValueInfo", "repeated"],
  ],
  Node: [
    ["input", 1, "string", "repeated"],
    ["output", 2, "string", "repeated"],
    ["name", 3, "string"],
    ["opType", 4, "string"],
    ["attribute", 5, "Attribute", "repeated"],
    ["domain", 7, "string"],
  ],
  Attribute: [
    ["name", 1, "string"],
    ["f", 2, "float"],
    ["i", 3, "int64"],
    ["s", 4, "bytes"],
    ["t", 5, "TensorValue"],
    ["floats", 7, "float", "repeated"],
    ["ints", 8, "int64", "repeated"],
    ["type", 20, "int32"],
  ],
  TensorValue: [
    ["dims", 1, "int64", "repeated"],
    ["dataType", 2, "int32"],
    ["name", 8, "string"],
    ["rawData", 9, "bytes"],
    ["externalData", 13, "Entry", "repeated"],
    ["dataLocation", 14, "int32"],
  ],
  ValueInfo: [
    ["name", 1, "string"],
    ["type", 2, "Type"],
  ],
  Type: [
    ["tensorType", 1, "TensorType"],
    ["sequenceType", 4, "SequenceType"],
    ["mapType", 5, "MapType"],
  ],
  TensorType: [
    ["elemType", 1, "int32"],
    ["shape", 2, "Shape"],
  ],
  SequenceType: [["elemType", 1, "Type"]],
  MapType: [
    ["keyType", 1, "int32"],
    ["valueType", 2, "Type"],
  ],
  Shape: [["dim", 1, "Dimension", "repeated"]],
  Dimension: [
    ["dimValue", 1, "int64"],
    ["dimParam", 2, "string"],
  ],
}

const root = new protobuf.Root()
for (const [name, fields] of Object.entries(messages)) {
  const type = new protobuf.Type(name)
  for (const row of fields) type.add(new protobuf.Field(row[0], row[1], row[2], row[3]))
  root.add(type)
}

/** The root message of an ONNX file, reduced to the fields that `onnxModel` writes. */
export const Model = root.lookupType("Model")
