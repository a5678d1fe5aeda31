import { type Bytes, type Field, fields } from "./wire.ts"

/** The text that a field holds, `undefined` where it is longer than `most` bytes. */
export function text(bytes: Bytes, { start, end }: Field, most: number): string | undefined {
  return end - start > most ? undefined : new TextDecoder().decode(bytes.read(start, end - start))
}

// Of an entry (StringStringEntryProto), in onnx.proto.
const keyField = 1
const valueField = 2

/** An entry of a list of keys and values; `undefined` where either is missing or longer than `most` says, in bytes. */
export function entry(
  bytes: Bytes,
  message: Field,
  most: { readonly key: number; readonly value: number },
): { readonly key: string; readonly value: string } | undefined {
  let key: string | undefined
  let value: string | undefined
  for (const field of fields(bytes, message.start, message.end)) {
    if (field.end > message.end) break
    if (field.number === keyField) key = text(bytes, field, most.key)
    if (field.number === valueField) value = text(bytes, field, most.value)
  }
  return key === undefined || value === undefined ? undefined : { key, value }
}
