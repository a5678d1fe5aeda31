import { constants } from "node:fs"
import { open } from "node:fs/promises"
import type { FastifyInstance } from "fastify"
import { ServeError } from "../codes.ts"
import type { ServedModel } from "../served-models.ts"
import { filesOfModel } from "./model-files.ts"
import type { ModelFile } from "./model-files.ts"

type Files = Promise<ReadonlyMap<string, ModelFile>>

/**
 * Adds the routes by which the site fetches the files of a model.
 *
 * @param timeout milliseconds after which a client that reads nothing is disconnected
 */
export function addModelFiles(
  app: FastifyInstance,
  models: ReadonlyMap<string, ServedModel>,
  timeout: number,
): void {
  // As they were listed last: the header of a large model is not read again for each of its files.
  const listed = new Map<string, Files>()

  app.get<{ Params: { name: string } }>("/v1/models/:name/files", async ({ params: { name } }) => {
    const files = await list(name)
    return { files: Array.from(files.values(), ({ path, size }) => ({ path, size })) }
  })

  app.get<{ Params: { name: string; "*": string } }>(
    "/v1/models/:name/files/*",
    async ({ params: { name, "*": path } }, reply) => {
      const file = (await (listed.get(name) ?? list(name))).get(path)
      if (file === undefined)
        throw new ServeError(
          "MODEL_FILE_NOT_FOUND",
          `${name} has no file ${JSON.stringify(path.slice(0, 200))}: /v1/models/${name}/files lists them`,
        )
      const { stream, size } = await read(file)
      reply.raw.setTimeout(timeout)
      return await reply
        .header("content-length", size)
        .header("cache-control", "no-store")
        .header("x-content-type-options", "nosniff")
        .header("cross-origin-resource-policy", "same-origin")
        .type("application/octet-stream")
        .send(stream)
    },
  )

  function list(name: string): Files {
    const model = models.get(name)
    if (model === undefined)
      throw new ServeError("MODEL_NOT_FOUND", `no model is named ${JSON.stringify(name.slice(0, 100))}`)
    const files = filesOfModel(model)
    listed.set(name, files)
    files.catch(() => listed.delete(name))
    return files
  }
}

/** Opens a file, unless a link or something else has taken its place. */
async function read({ path, real }: ModelFile) {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined)
  const found = await handle?.stat()
  if (handle === undefined || !found?.isFile()) {
    await handle?.close()
    throw new ServeError(
      "MODEL_FILE_NOT_FOUND",
      `${path} was moved or deleted after it was listed: choose the model again`,
    )
  }
  const { size } = found
  // A file that grows meanwhile would be longer than its header says.
  return { size, stream: handle.createReadStream({ start: 0, end: Math.max(0, size - 1) }) }
}
