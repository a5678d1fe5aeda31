import { readFile, stat } from "node:fs/promises"
import { basename, isAbsolute, posix, resolve, sep } from "node:path"
import { glob } from "tinyglobby"
import { isMissing, runError, unreadable } from "../run-error.ts"
import type { ListedInputs, RunInput } from "./input-list.ts"
import { walkFolder } from "./walk-folder.ts"

/** Options of {@link fileInputs}. */
export interface FileInputsOptions {
  /** Returns whether a file of a folder or a pattern is an input, by its path. Default: every file is. */
  readonly accepts?: ((path: string) => boolean) | undefined
}

/**
 * Returns the list of files, folders and patterns (`photos/**\/*.jpg`). The id of a file is its path as given; of one in a folder, the
 * name of the folder and the path in it, so that a folder may lie elsewhere on another machine. A file that is named twice, in whatever way, is one input: the first.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a name that is nothing of these, `INPUTS_EMPTY` for a folder or a pattern without an input,
 *   `INPUT_NAMED_TWICE` for two files with one id, `FILE_UNREADABLE`
 *
 * @example
 * const inputs = await fileInputs([`${folder}/photos`])
 * console.log([...inputs.ids()].join()) // photos/cat.png,photos/dog.png
 */
export async function fileInputs(
  named: readonly string[],
  { accepts = () => true }: FileInputsOptions = {},
): Promise<ListedInputs> {
  const paths = new Map<string, string>()
  const known = new Set<string>()
  const add = (id: string, path: string) => {
    if (known.has(resolve(path))) return
    known.add(resolve(path))
    const before = paths.get(id)
    if (before !== undefined)
      throw runError(
        "INPUT_NAMED_TWICE",
        `${before} and ${path} would both be called "${id}": explain them in two runs, or name a folder above both`,
      )
    paths.set(id, path)
  }
  for (const name of named) {
    const found = await filesOf(name)
    const files = found.isChosen ? found.files : found.files.filter(({ path }) => accepts(path))
    if (files.length === 0)
      throw runError(
        "INPUTS_EMPTY",
        `${name} has no file that can be explained: check the path, and the endings of its files`,
      )
    for (const { id, path } of files) add(id, path)
  }
  return {
    ids: () => paths.keys(),
    async *inputs(ids) {
      for (const id of ids) yield inputOf(id, paths.get(id))
    },
  }
}

interface Found {
  /** Whether the caller named the file itself. */
  readonly isChosen: boolean
  readonly files: readonly { readonly id: string; readonly path: string }[]
}

async function filesOf(name: string): Promise<Found> {
  const entry = await stat(name).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw unreadable(name, error)
  })
  if (entry?.isDirectory()) {
    const within = basename(resolve(name))
    const files = await walkFolder(name)
    return {
      isChosen: false,
      files: files.map((path) => ({ id: posix.join(within, path), path: `${name}/${path}` })),
    }
  }
  if (entry !== undefined) return { isChosen: true, files: [{ id: idOf(name), path: name }] }
  if (!/[*?[{(]/.test(name)) throw runError("FILE_NOT_FOUND", `the file ${name} does not exist`)
  const matched = await glob(name.split(sep).join("/"), { onlyFiles: true, absolute: isAbsolute(name) })
  return { isChosen: false, files: matched.sort().map((path) => ({ id: idOf(path), path })) }
}

function idOf(path: string): string {
  return posix.normalize(path.split(sep).join("/"))
}

function inputOf(id: string, path: string | undefined): RunInput {
  return {
    id,
    async open() {
      if (path === undefined) throw runError("INPUT_NOT_FOUND", `the list has no input "${id}"`)
      try {
        // A pipe would keep the run waiting.
        if (!(await stat(path)).isFile()) throw new Error("it is not a file")
        return await readFile(path)
      } catch (error) {
        throw unreadable(id, error)
      }
    },
  }
}
