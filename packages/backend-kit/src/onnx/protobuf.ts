/** Bytes that are read piece by piece, so that a file of gigabytes is never held in memory. */
export interface Bytes {
  readonly size: number
  /** Returns the bytes from `start`, at most `length` of them, fewer at the end of the file. Valid until the next call. */
  read(start: number, length: number): Uint8Array
}

/** Returns an array as {@link Bytes}. */
export function arrayBytes(array: Uint8Array): Bytes {
  return { size: array.length, read: (start, length) => array.subarray(start, start + length) }
}

/** One field of a protobuf message; its content is at `[start, end)`. */
export interface Field {
  /** Number of the field in its message; 0, which no schema uses, marks bytes that are not protobuf. */
  readonly number: number
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly wireType: number
  readonly start: number
  /** Beyond the end of a truncated message; that field is the last. */
  readonly end: number
}

// The longest tag and length: two varints of at most 10 bytes.
const headerLength = 20

/**
 * Walks the fields of the message at `[start, end)` without reading their contents. Our own code, as the readers of
 * protobuf libraries hold the whole file and do not notice its end.
 */
export function* fields(bytes: Bytes, start: number, end: number): Generator<Field> {
  let position = start
  while (position < end) {
    const header = bytes.read(position, Math.min(headerLength, end - position))
    const truncated = { number: 0, wireType: -1, start: position, end: end + 1 }
    const damaged = { ...truncated, end: position }
    const tag = varint(header, 0)
    if (tag === undefined) return yield truncated
    // Protobuf keeps 32 bits of a tag.
    const number = Math.floor((tag.value % 2 ** 32) / 8)
    const wireType = tag.value % 8
    if (number === 0) return yield damaged
    const field = { number, wireType, start: position + tag.next, end: position + tag.next }
    const next = varint(header, tag.next)
    if (wireType === 1) field.end += 8
    else if (wireType === 5) field.end += 4
    else if (wireType !== 0 && wireType !== 2) return yield damaged
    else if (next === undefined) return yield truncated
    else if (wireType === 0) field.end = position + next.next
    else {
      field.start = position + next.next
      field.end = field.start + next.value
    }
    yield field
    if (field.end > end) return
    position = field.end
  }
}

/** Walks the fields inside a field, up to one that is truncated. */
export function* fieldsOf(bytes: Bytes, message: Field): Generator<Field> {
  for (const field of fields(bytes, message.start, message.end)) {
    if (field.end > message.end) return
    yield field
  }
}

/** Walks the length-delimited fields inside a field: texts, bytes and messages. */
export function* messagesOf(bytes: Bytes, message: Field, number?: number): Generator<Field> {
  for (const field of fieldsOf(bytes, message))
    if (field.wireType === 2 && (number === undefined || field.number === number)) yield field
}

/** Returns the first message with this number inside a field, or the first of any number. */
export function firstOf(bytes: Bytes, message: Field, number?: number): Field | undefined {
  return messagesOf(bytes, message, number).next().value ?? undefined
}

/** Returns the text of a field, or `undefined` if it is longer than `most` bytes. */
export function text(bytes: Bytes, { start, end }: Field, most: number): string | undefined {
  return end - start > most ? undefined : new TextDecoder().decode(bytes.read(start, end - start))
}

/** Returns the lowest 32 bits of a varint field, which are those that protobuf keeps of an int32 or an enum. */
export function integer(bytes: Bytes, { start, end }: Field): number {
  const low = bytes.read(start, Math.min(5, end - start))
  return low.reduce((value, byte, index) => value + (byte & 127) * 2 ** (7 * index), 0) % 2 ** 32
}

/** Returns the number of a varint field of 64 bits; beyond 2^53 it is not exact. */
export function longInteger(bytes: Bytes, { start, end }: Field): number {
  return varint(bytes.read(start, end - start), 0)?.value ?? 0
}

function varint(bytes: Uint8Array, start: number): { value: number; next: number } | undefined {
  let value = 0
  for (let index = start; index < bytes.length && index < start + 10; index++) {
    value += (bytes[index] & 127) * 2 ** (7 * (index - start))
    if (bytes[index] < 128) return { value, next: index + 1 }
  }
  return undefined
}
