import { createHash, randomBytes } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative, sep } from "node:path"
import { hubError } from "./codes.ts"
import { isSafePath } from "./hub-name.ts"
import type { HubFile } from "./repository.ts"

/** The folder of a repository in the cache, in the layout that the libraries of Hugging Face share. */
export interface RepositoryCache {
  /** Returns the commit that a branch or tag stood for when it was last asked for; of a commit, itself. */
  commitOf(revision: string): Promise<string | undefined>
  /** Returns the folder of a commit. */
  folderOf(commit: string): string
  /** Returns the paths of the files of a commit that are here. */
  filesOf(commit: string): Promise<readonly string[]>
  has(commit: string, file: HubFile): Promise<boolean>
  /**
   * Keeps a file, once it is complete and has the size and the digest that the hub states.
   *
   * @throws PamiError `HUB_FILE_DAMAGED`, `HUB_CACHE_UNWRITABLE`
   */
  keep(commit: string, file: HubFile, parts: AsyncIterable<Uint8Array>): Promise<void>
  /** Keeps the commit that a branch or tag stands for. */
  keepCommit(revision: string, commit: string): Promise<void>
}

/** Returns the cache of a repository. */
export function repositoryCache(cache: string, repository: string): RepositoryCache {
  const root = join(cache, `models--${repository.replace("/", "--")}`)
  const folderOf = (commit: string) => join(root, "snapshots", commit)
  return {
    folderOf,
    async commitOf(revision) {
      if (/^[0-9a-f]{40}$/.test(revision)) return revision
      const text = await readFile(join(root, "refs", revision), "utf8").catch(() => "")
      return /^[0-9a-f]{40}\s*$/.test(text) ? text.trim() : undefined
    },
    async filesOf(commit) {
      const folder = folderOf(commit)
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .filter(isSafePath)
    },
    async has(commit, { path, size }) {
      const found = await stat(join(folderOf(commit), path)).catch(() => undefined)
      return found?.isFile() === true && found.size === size
    },
    async keep(commit, file, parts) {
      const path = join(folderOf(commit), file.path)
      // Each process writes another file: two may load the same model.
      const part = `${path}.${randomBytes(6).toString("hex")}.incomplete`
      try {
        await writable(part, () => mkdir(dirname(path), { recursive: true }))
        await removeAbandoned(path)
        await receive(part, file, parts)
        await writable(path, () => rename(part, path))
      } finally {
        await rm(part, { force: true }).catch(() => undefined)
      }
    },
    async keepCommit(revision, commit) {
      if (revision === commit) return
      const path = join(root, "refs", revision)
      const part = `${path}.${randomBytes(6).toString("hex")}.incomplete`
      await writable(path, async () => {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(part, commit)
        await rename(part, path)
      })
    },
  }
}

// A download that still runs writes at shorter intervals.
const abandonedAfter = 3_600_000

/** Removes what downloads of a file left whose processes were killed. */
async function removeAbandoned(path: string): Promise<void> {
  const folder = dirname(path)
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${basename(path)}.`) || !/\.[0-9a-f]{12}\.incomplete$/.test(name)) continue
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter)
      await rm(join(folder, name), { force: true }).catch(() => undefined)
  }
}

/** Writes the parts of a file as they arrive, and verifies them. */
async function receive(
  part: string,
  { path, size, digest: { algorithm, hex } }: HubFile,
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  const hash = createHash(algorithm === "git" ? "sha1" : "sha256")
  if (algorithm === "git") hash.update(`blob ${size}\0`)
  const handle = await writable(part, () => open(part, "wx"))
  let received = 0
  try {
    for await (const bytes of parts) {
      hash.update(bytes)
      received += bytes.length
      await writable(part, () => handle.writeFile(bytes))
    }
    // A model that is here stays here, whatever dies.
    await writable(part, () => handle.sync())
  } finally {
    await handle.close()
  }
  const found = hash.digest("hex")
  if (received !== size || found !== hex)
    throw hubError(
      "HUB_FILE_DAMAGED",
      received === size
        ? `${path} arrived with other bytes than the hub states (${algorithm} ${found}, not ${hex}): try again, or ask who runs the mirror`
        : `${path} arrived with ${received} of ${size} bytes: try again`,
      { data: { passing: received < size, received, size } },
    )
}

async function writable<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  return await write().catch((cause: NodeJS.ErrnoException) => {
    throw hubError(
      "HUB_CACHE_UNWRITABLE",
      `${path} cannot be written: ${cause.message}. Give another folder (HF_HUB_CACHE)`,
      { cause },
    )
  })
}
