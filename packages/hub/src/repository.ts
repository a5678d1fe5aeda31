import * as v from "valibot"
import { hubError } from "./codes.ts"
import { type HubName, isSafePath } from "./hub-name.ts"
import type { HubRequests } from "./requests.ts"

/** A file of a repository. */
export interface HubFile {
  /** Relative to the repository, with `/` between folders. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Digest by which the hub knows it: of a large file its SHA-256, of another that of git. */
  readonly digest: { readonly algorithm: "sha256" | "git"; readonly hex: string }
}

/** The files of a repository at a commit. */
export interface Repository {
  /** 40 hexadecimal digits. */
  readonly commit: string
  readonly files: readonly HubFile[]
}

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const answerSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  siblings: v.pipe(
    v.array(
      v.object({
        rfilename: v.string(),
        size: v.optional(size),
        blobId: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
        lfs: v.nullish(v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size })),
      }),
    ),
    v.maxLength(100_000),
  ),
})

// A repository of a hundred thousand files is listed in some 20 MB.
const largestAnswer = 32 * 2 ** 20

/**
 * Asks the hub for the files of a repository. Files whose paths would leave the folder, or of which the hub states no digest, are
 * left out.
 *
 * @throws PamiError `HUB_NOT_FOUND`, `HUB_ACCESS_DENIED`, `HUB_UNREACHABLE`; `HUB_ANSWER_INVALID` for an answer of another form
 */
export async function readRepository(
  { repository, revision = "main" }: Pick<HubName, "repository" | "revision">,
  { get }: HubRequests,
): Promise<Repository> {
  const what = `the model ${repository}${revision === "main" ? "" : `@${revision}`}`
  const path = `api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`
  return await get(path, what, async (answer) => {
    const parts: Uint8Array[] = []
    for await (const part of answer.parts(largestAnswer)) parts.push(part)
    const { commit, files } = parseAnswer(Buffer.concat(parts), what)
    if (/^[0-9a-f]{40}$/.test(revision) && commit !== revision)
      throw hubError("HUB_ANSWER_INVALID", `the hub answered for ${what} with the commit ${commit}`)
    return { commit, files }
  })
}

function parseAnswer(bytes: Uint8Array, what: string): Repository {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {}
  const { success, output, issues } = v.safeParse(answerSchema, value, { abortEarly: true })
  if (!success)
    throw hubError(
      "HUB_ANSWER_INVALID",
      `the answer for ${what} is not that of a hub (${v.getDotPath(issues[0]) ?? "not JSON"}): check HF_ENDPOINT`,
    )
  const files = output.siblings.flatMap(({ rfilename: path, size: stated, blobId, lfs }): HubFile[] => {
    if (!isSafePath(path)) return []
    if (lfs) return [{ path, size: lfs.size, digest: { algorithm: "sha256", hex: lfs.sha256 } }]
    if (stated === undefined || blobId === undefined) return []
    return [{ path, size: stated, digest: { algorithm: "git", hex: blobId } }]
  })
  // A path that is listed again is one file.
  return { commit: output.sha, files: [...new Map(files.map((file) => [file.path, file])).values()] }
}
