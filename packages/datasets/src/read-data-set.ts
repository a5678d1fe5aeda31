import type { DataSet, Entry } from "./data-set.ts"
import { isItem } from "./data-set.ts"

/** A reader of a format. */
export interface Reader extends Pick<DataSet, "name" | "classes" | "ids"> {
  /**
   * Yields the entries of the wanted ids, or of all, in any order; also failures that belong to none of them, under
   * other ids.
   */
  read(wanted: ReadonlySet<string> | null): AsyncIterable<Entry>
  /** Number of entries that are held in memory at once, for readers that scan a file. Default 1: each is read alone. */
  readonly window?: number
}

/** Returns the data set of a reader, which yields entries in the order of the ids. */
export function readDataSet({ read, window = 1, ...rest }: Reader): DataSet {
  return {
    ...rest,
    entries: (ids) => (ids === undefined ? read(null) : inOrder(ids, window, read)),
  }
}

async function* inOrder(ids: Iterable<string>, size: number, read: Reader["read"]): AsyncGenerator<Entry> {
  const others = new Set<string>()
  for (const window of windows(ids, size)) {
    const found = new Map<string, Entry>()
    const wanted = new Set(window)
    for await (const entry of read(wanted)) {
      // A second entry of one id is a failure, which the first entry must not hide.
      if (wanted.has(entry.id) && !(found.has(entry.id) && isItem(entry))) found.set(entry.id, entry)
      else if (!wanted.has(entry.id) && !isItem(entry) && !others.has(entry.id)) {
        others.add(entry.id)
        yield entry
      }
    }
    for (const id of window)
      yield (
        found.get(id) ?? {
          id,
          error: { code: "ITEM_NOT_FOUND", message: `the data set has no item "${id}"` },
        }
      )
  }
}

/** Yields the ids in lists of `size`. */
export function* windows(ids: Iterable<string>, size: number): Generator<string[]> {
  let window: string[] = []
  for (const id of ids) {
    window.push(id)
    if (window.length < size) continue
    yield window
    window = []
  }
  if (window.length > 0) yield window
}
