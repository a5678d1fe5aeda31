import { cycles, graphFrom } from "./graph.ts"

/** Files or folders of one folder that import one another. */
export interface FolderCycle {
  /** The folder and the members of the cycle: `"packages/core/src/{backend,explain.ts}"`. */
  readonly name: string
  /** The imports that close the cycle: `"backend/queue.ts imports explain.ts"`. */
  readonly imports: readonly string[]
}

/**
 * Returns the cycles between files and between folders. The entries of each folder, a folder counting as one entry, must
 * be in an order in which each imports only those before it. A cycle of files shows up where their paths part.
 *
 * @param imports pairs of paths: the file that imports, and the file that it imports
 */
export function folderCycles(imports: readonly (readonly [from: string, to: string])[]): FolderCycle[] {
  const folders = new Map<string, [from: string, to: string][]>()
  for (const [from, to] of imports) {
    const folder = commonFolder(from, to)
    const pair: [string, string] = [from.slice(folder.length), to.slice(folder.length)]
    folders.set(folder, [...(folders.get(folder) ?? []), pair])
  }
  return [...folders].toSorted(byName).flatMap(([folder, pairs]) =>
    cycles(graphFrom(pairs.map(([from, to]) => [entry(from), entry(to)]))).map((members) => ({
      name: `${folder}{${members.join(",")}}`,
      imports: pairs
        .filter(([from, to]) => members.includes(entry(from)) && members.includes(entry(to)))
        .map(([from, to]) => `${from} imports ${to}`),
    })),
  )
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)

function entry(path: string): string {
  return path.split("/", 1)[0]
}

/** Returns the longest common folder of two paths, with a slash at its end. */
function commonFolder(a: string, b: string): string {
  const [first, second] = [a.split("/"), b.split("/")]
  const length = first.findIndex((part, index) => part !== second[index])
  return first
    .slice(0, length < 0 ? -1 : length)
    .map((part) => `${part}/`)
    .join("")
}
