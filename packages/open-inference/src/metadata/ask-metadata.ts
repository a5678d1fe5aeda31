import { isPamiError, PamiError } from "@pami/core"
import type { ModelAddress } from "../address.ts"
import {
  checkModelMetadata,
  checkServerMetadata,
  type ModelMetadata,
  readMaxBatch,
  type ServerMetadata,
} from "./schema.ts"

/** Returns the JSON at an address of the server. */
export type Get = (url: string) => Promise<unknown>

/** All that a server says about a model and itself. */
export interface Served {
  readonly metadata: ModelMetadata
  readonly server: ServerMetadata
  /** Most items of a run, 0 without a batch axis. Undefined if the server does not say. */
  readonly maxBatch: number | undefined
}

/**
 * Asks a server about a model.
 *
 * @throws PamiError `FILE_NOT_FOUND` for a model that the server does not have, `MODEL_INVALID`, and the errors of a server
 */
export async function askServed(address: ModelAddress, get: Get): Promise<Served> {
  const metadata = await askModel(address, get)
  const server = checkServerMetadata(await unlessRefused(() => get(address.server)))
  const place = `${address.model}/config`
  const configuration = server.extensions.includes("model_configuration")
    ? await unlessRefused(() => get(place))
    : undefined
  return {
    metadata,
    server,
    maxBatch: configuration === undefined ? undefined : readMaxBatch(configuration, place),
  }
}

/** Asks a server for the metadata of a model: see {@link askServed}. */
export async function askModel({ model }: ModelAddress, get: Get): Promise<ModelMetadata> {
  try {
    return checkModelMetadata(await get(model), model)
  } catch (error) {
    if (isPamiError(error) && isMissing(error))
      throw new PamiError("FILE_NOT_FOUND", `the server has no model at this address: ${error.message}`, {
        cause: error,
        data: error.data,
      })
    throw error
  }
}

/** Triton answers 400 for a model that it does not have. */
function isMissing({ code, message }: PamiError): boolean {
  return (
    code === "API_NOT_FOUND" || (code === "API_REQUEST_REFUSED" && /unknown model|not found/i.test(message))
  )
}

// A gateway may let through nothing but the model.
const refused = [
  "API_ANSWER_INVALID",
  "API_KEY_REFUSED",
  "API_NOT_FOUND",
  "API_REDIRECTED",
  "API_REQUEST_REFUSED",
]

async function unlessRefused(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (isPamiError(error) && refused.includes(error.code)) return undefined
    throw error
  }
}
