/**
 * Returns an ONNX file whose inputs and outputs have other names, as a class of transformers.js expects them: a node `Identity` is put
 * between each and its former name.
 *
 * @param names the new name of each, by the former one
 */
export function renamed(model: Uint8Array, names: Readonly<Record<string, string>>): Uint8Array {
  return join(
    fieldsOf(model).map((field) => (field.number === inModel.graph ? renamedGraph(field, names) : field)),
  )
}

const inModel = { graph: 7 }
const inGraph = { node: 1, input: 11, output: 12 }

interface Field {
  readonly number: number
  /** Of a field with a length. */
  readonly content?: Uint8Array
  /** The whole field, with its key. */
  readonly bytes: Uint8Array
}

function renamedGraph({ content }: Field, names: Readonly<Record<string, string>>): Field {
  const before: Field[] = []
  const after: Field[] = []
  const fields = fieldsOf(content!).map((field) => {
    if (field.number !== inGraph.input && field.number !== inGraph.output) return field
    const own = fieldsOf(field.content!)
    const old = new TextDecoder().decode(own.find(({ number }) => number === 1)!.content)
    if (!Object.hasOwn(names, old)) return field
    const name = names[old]
    if (field.number === inGraph.input) before.push(identity(name, old))
    else after.push(identity(old, name))
    return message(field.number, join(own.map((one) => (one.number === 1 ? text(1, name) : one))))
  })
  return message(inModel.graph, join([...before, ...fields, ...after]))
}

function identity(from: string, to: string): Field {
  return message(inGraph.node, join([text(1, from), text(2, to), text(4, "Identity")]))
}

function text(number: number, value: string): Field {
  return message(number, new TextEncoder().encode(value))
}

function message(number: number, content: Uint8Array): Field {
  return {
    number,
    content,
    bytes: Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length), ...content]),
  }
}

function join(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields.map(({ bytes }) => bytes))
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

/** Returns the fields of a protobuf message. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  const next = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const start = at
    const key = next()
    const [number, kind] = [Math.floor(key / 8), key % 8]
    if (kind === 2) {
      const length = next()
      const content = bytes.subarray(at, (at += length))
      fields.push({ number, content, bytes: bytes.subarray(start, at) })
    } else {
      if (kind === 0) next()
      else at += kind === 1 ? 8 : 4
      fields.push({ number, bytes: bytes.subarray(start, at) })
    }
  }
  return fields
}
