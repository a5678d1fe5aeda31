import { basename, extname } from "node:path"

// Of the name of a file, on every common system.
const longestName = 255

/**
 * Names for the results of several inputs, without extension: each input's own, numbered where several have the same,
 * also on disks that do not tell case apart. No name gets longer than a file's may be once `room` bytes are added.
 */
export function distinctNames(inputs: readonly string[], room: number): string[] {
  const stems = inputs.map((input) => shorten(basename(input, extname(input)) || "input", longestName - room))
  // A name that is another input's own is not given away as a number.
  const own = new Set(stems.map(fold))
  const taken = new Set<string>()
  return stems.map((stem) => {
    let name = stem
    for (let number = 2; taken.has(fold(name)) || (name !== stem && own.has(fold(name))); number++) {
      const suffix = `-${number}`
      name = shorten(stem, longestName - room - suffix.length) + suffix
    }
    taken.add(fold(name))
    return name
  })
}

function fold(name: string): string {
  return name.normalize("NFC").toLowerCase()
}

/** Returns the beginning of a text, of at most so many bytes. */
export function shorten(text: string, bytes: number): string {
  let length = 0
  let kept = ""
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    kept += character
  }
  return kept
}
