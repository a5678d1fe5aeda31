/** Bytes read here and there, so that a file of gigabytes is inspected without being held. */
export interface Bytes {
  readonly size: number
  /** Bytes from `start`, at most `length`, fewer where the file ends. Valid until the next read. */
  read(start: number, length: number): Uint8Array
}

/** One field of a protobuf message; its content is at `[start, end)`. */
export interface Field {
  /** Number of the field in its message; 0, which no schema uses, marks bytes that are not protobuf. */
  readonly number: number
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly wireType: number
  readonly start: number
  /** Beyond the end of the message where that was cut short; such a field is the last. */
  readonly end: number
}

// Longer than any field's tag and length (two varints of at most 10 bytes).
const headerLength = 20

/** Walks the fields of the message at `[start, end)`, skipping over their contents. */
export function* fields(bytes: Bytes, start: number, end: number): Generator<Field> {
  let position = start
  while (position < end) {
    const header = bytes.read(position, Math.min(headerLength, end - position))
    const cut = { number: 0, wireType: -1, start: position, end: end + 1 }
    const damage = { ...cut, end: position }
    const tag = varint(header, 0)
    if (tag === undefined) return yield cut
    // Protobuf keeps 32 bits of a tag.
    const number = Math.floor((tag.value % 2 ** 32) / 8)
    const wireType = tag.value % 8
    if (number === 0) return yield damage
    const field = { number, wireType, start: position + tag.next, end: position + tag.next }
    const next = varint(header, tag.next)
    if (wireType === 1) field.end += 8
    else if (wireType === 5) field.end += 4
    else if (wireType !== 0 && wireType !== 2) return yield damage
    else if (next === undefined) return yield cut
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

/** Returns the number that a field holds as a varint, of which protobuf keeps 32 bits. */
export function integer(bytes: Bytes, { start, end }: Field): number {
  const low = bytes.read(start, Math.min(5, end - start))
  return low.reduce((value, byte, index) => value + (byte & 127) * 2 ** (7 * index), 0) % 2 ** 32
}

function varint(bytes: Uint8Array, start: number): { value: number; next: number } | undefined {
  let value = 0
  for (let index = start; index < bytes.length && index < start + 10; index++) {
    value += (bytes[index] & 127) * 2 ** (7 * (index - start))
    if (bytes[index] < 128) return { value, next: index + 1 }
  }
  return undefined
}

/** An array as {@link Bytes}. */
export function arrayBytes(array: Uint8Array): Bytes {
  return { size: array.length, read: (start, length) => array.subarray(start, start + length) }
}
