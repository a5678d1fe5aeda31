import { join } from "node:path"
import { type ModelFiles, modelPaths } from "@pami/recipe"
import { repositoryCache } from "./cache.ts"
import type { RepositoryCache } from "./cache.ts"
import { chooseFiles } from "./choose-files.ts"
import { hubError } from "./codes.ts"
import { encodedPath, type HubName, parseHubName, publicHub } from "./hub-name.ts"
import { type DecidedOptions, decideOptions, type DownloadOptions } from "./options.ts"
import { type HubFile, readRepository } from "./repository.ts"
import { hubRequests } from "./requests.ts"

/** A model of the hub in the cache. */
export interface DownloadedModel {
  /** Path of the model's file, or those of an encoder and its decoder. The files that belong to it lie as on the hub. */
  readonly files: ModelFiles
  /** Addresses of the same files on the hub, with the commit: what a manifest should hold. */
  readonly addresses: ModelFiles
  readonly repository: string
  /** The commit that the revision stands for, 40 hexadecimal digits. */
  readonly commit: string
}

/**
 * Returns a model of the Hugging Face hub by its name, with the files that an explanation needs beside it. Files that are not in the
 * cache are downloaded; each is kept only with the size and the digest that the hub states. A name without a commit is asked for
 * again each time, unless the hub is left alone (`offline`).
 *
 * @param name `hf:OWNER/NAME`, with `@REVISION` and `/FILE` behind it if they matter, or an address of huggingface.co
 * @throws PamiError `HUB_NAME_INVALID`, `HUB_NOT_FOUND`, `HUB_ACCESS_DENIED`, `HUB_UNREACHABLE`, `HUB_ANSWER_INVALID`,
 *   `HUB_MODEL_NOT_FOUND`, `HUB_FILE_DAMAGED`, `HUB_FILE_TOO_LARGE`, `HUB_NOT_CACHED`, `HUB_CACHE_UNWRITABLE`, `ABORTED`
 * @throws RangeError for options out of their range
 */
export async function downloadModel(name: string, options: DownloadOptions = {}): Promise<DownloadedModel> {
  const named = parseHubName(name)
  const decided = decideOptions(options)
  const cache = repositoryCache(decided.cache, named.repository)
  return decided.offline ? await fromCache(named, cache) : await fromHub(named, cache, decided)
}

async function fromHub(
  named: HubName,
  cache: RepositoryCache,
  options: DecidedOptions,
): Promise<DownloadedModel> {
  const { repository, revision = "main" } = named
  const requests = hubRequests(options)
  const { commit, files: all } = await readRepository(named, requests)
  const { model, files } = chooseFiles(
    named,
    all.map(({ path }) => path),
  )
  const wanted = files.map((path) => all.find((file) => file.path === path)!)
  for (const { path, size } of wanted)
    if (size > options.largestFile)
      throw hubError(
        "HUB_FILE_TOO_LARGE",
        `${path} of ${repository} has ${size} bytes; at most ${options.largestFile} are loaded (largestFile)`,
      )
  const missing: HubFile[] = []
  for (const file of wanted) if (!(await cache.has(commit, file))) missing.push(file)
  const size = missing.reduce((sum, file) => sum + file.size, 0)
  let complete = 0
  for (const file of missing) {
    await requests.get(
      `${repository}/resolve/${commit}/${encodedPath(file.path)}`,
      `${file.path} of ${repository}`,
      (answer) => {
        let received = complete
        const counted = async function* () {
          for await (const part of answer.parts(file.size)) {
            received += part.length
            options.onProgress?.({ file: file.path, received, size })
            yield part
          }
        }
        return cache.keep(commit, file, counted())
      },
    )
    complete += file.size
  }
  await cache.keepCommit(revision, commit)
  return downloaded(repository, commit, model, cache)
}

async function fromCache(named: HubName, cache: RepositoryCache): Promise<DownloadedModel> {
  const { repository, revision = "main" } = named
  const commit = await cache.commitOf(revision)
  const paths = commit === undefined ? [] : await cache.filesOf(commit)
  if (commit === undefined || paths.length === 0)
    throw hubError(
      "HUB_NOT_CACHED",
      `the model ${repository}@${revision} is not in the cache, and HF_HUB_OFFLINE is set: load it once without`,
    )
  const { model } = chooseFiles(named, paths)
  // Online, another file may be the model: of a file that was loaded by its name, nothing says that it is.
  const unusual = Object.values(model).find((path) => !modelPaths.includes(path))
  if (named.file === undefined && unusual !== undefined)
    throw hubError(
      "HUB_NOT_CACHED",
      `of ${repository} the cache has ${unusual}, and only the hub says whether that is its model: name it, as in hf:${repository}/${unusual}`,
    )
  return downloaded(repository, commit, model, cache)
}

function downloaded(
  repository: string,
  commit: string,
  model: ModelFiles,
  cache: RepositoryCache,
): DownloadedModel {
  const each = (place: (path: string) => string): ModelFiles =>
    "model" in model
      ? { model: place(model.model) }
      : { encoder: place(model.encoder), decoder: place(model.decoder) }
  return {
    files: each((path) => join(cache.folderOf(commit), path)),
    addresses: each((path) => `${publicHub}/${repository}/resolve/${commit}/${encodedPath(path)}`),
    repository,
    commit,
  }
}
