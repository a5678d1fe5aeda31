import type { DType, TensorData } from "@pami/core"
import { fromBfloat16, toBfloat16 } from "./bfloat16.ts"

/** Elements of a tensor as they travel, little-endian. */
export type WireData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** A datatype of the protocol, of numbers. */
export interface Datatype {
  /** The type that carries it in PAMI: the same, or the next wider. */
  readonly dtype: DType
  readonly Wire: new (length: number) => WireData
  /** Its form in JSON. FP16 and BF16 have none. */
  readonly json: "boolean" | "integer" | "number" | "none"
  /** Smallest and largest integer; absent for other numbers. */
  readonly range?: readonly [least: bigint, most: bigint]
  /** Returns elements as they travel. Default: as they are. */
  readonly toWire?: (data: TensorData) => WireData
  /** Returns elements as PAMI has them. Default: as they are. */
  readonly fromWire?: (data: WireData) => TensorData
}

const integer = (bits: number, isSigned: boolean): Pick<Datatype, "json" | "range"> => ({
  json: "integer",
  range: isSigned ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n],
})

/** The datatypes of numbers, by their names in the protocol. */
export const datatypes: Readonly<Record<string, Datatype>> = {
  BOOL: { dtype: "bool", Wire: Uint8Array, json: "boolean" },
  UINT8: { dtype: "uint8", Wire: Uint8Array, ...integer(8, false) },
  INT8: { dtype: "int8", Wire: Int8Array, ...integer(8, true) },
  INT32: { dtype: "int32", Wire: Int32Array, ...integer(32, true) },
  INT64: { dtype: "int64", Wire: BigInt64Array, ...integer(64, true) },
  UINT16: {
    dtype: "int32",
    Wire: Uint16Array,
    ...integer(16, false),
    toWire: (data) => Uint16Array.from(data as Int32Array),
    fromWire: (data) => Int32Array.from(data as Uint16Array),
  },
  INT16: {
    dtype: "int32",
    Wire: Int16Array,
    ...integer(16, true),
    toWire: (data) => Int16Array.from(data as Int32Array),
    fromWire: (data) => Int32Array.from(data as Int16Array),
  },
  UINT32: {
    dtype: "int64",
    Wire: Uint32Array,
    ...integer(32, false),
    toWire: (data) => Uint32Array.from(data as BigInt64Array, Number),
    fromWire: (data) => BigInt64Array.from(data as Uint32Array, BigInt),
  },
  // Values from 2^63 are refused: they would become negative.
  UINT64: {
    dtype: "int64",
    Wire: BigUint64Array,
    json: "integer",
    range: [0n, 2n ** 63n - 1n],
    toWire: (data) => BigUint64Array.from(data as BigInt64Array),
    fromWire: (data) => BigInt64Array.from(data as BigUint64Array),
  },
  FP16: { dtype: "float16", Wire: Uint16Array, json: "none" },
  BF16: {
    dtype: "float32",
    Wire: Uint16Array,
    json: "none",
    toWire: (data) => Uint16Array.from(data as Float32Array, toBfloat16),
    fromWire: (data) => Float32Array.from(data as Uint16Array, fromBfloat16),
  },
  FP32: { dtype: "float32", Wire: Float32Array, json: "number" },
  FP64: { dtype: "float64", Wire: Float64Array, json: "number" },
}

/** Name of the datatype of texts. */
export const texts = "BYTES"

/** Returns the index of the first element outside the range of a datatype, or -1. */
export function findOutside({ range }: Datatype, data: TensorData | WireData): number {
  if (range === undefined) return -1
  const [least, most] = range
  // Comparisons between numbers and bigints are exact.
  return (data as Int32Array).findIndex((value) => value < least || value > most)
}
