import { type ModelSource, PamiError } from "@pami/core"

/** The address of a model on a server. */
export interface ModelAddress {
  /** Without query: `http://localhost:8000/v2/models/scenes`. */
  readonly model: string
  /** Address of the server's own metadata: `http://localhost:8000/v2`. */
  readonly server: string
  /** Name of the model in the address. */
  readonly name: string
  /** The version that the address names. Default: the server's choice. */
  readonly version: string | undefined
}

const form = /^(.*\/v2)\/models\/([^/]+)(?:\/versions\/([^/]+))?\/?$/
const example = "http://localhost:8000/v2/models/NAME, or …/NAME/versions/1"

/**
 * Returns the address in a model source.
 *
 * @throws PamiError `MODEL_UNRECOGNIZED` for anything but the address of a model
 */
export function readAddress(source: ModelSource): ModelAddress {
  const text = typeof source === "string" ? source : (source as { readonly href?: unknown } | null)?.href
  if (typeof text !== "string") throw unrecognized("bytes, or files by name")
  const url = parse(text)
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw unrecognized("something else")
  // Both would be in manifests.
  if (url.username !== "" || url.password !== "")
    throw unrecognized("one with a user name or password, which belong into the variables of the environment")
  if (url.search !== "" || url.hash !== "") throw unrecognized("one with a query or a fragment")
  const [, server, name, version] = form.exec(url.pathname) ?? []
  if (server === undefined) throw unrecognized(`${url.origin}${url.pathname}`)
  const model = `${server}/models/${name}${version === undefined ? "" : `/versions/${version}`}`
  return { model: `${url.origin}${model}`, server: `${url.origin}${server}`, name: decoded(name), version }
}

function unrecognized(what: string): PamiError {
  return new PamiError(
    "MODEL_UNRECOGNIZED",
    `open-inference loads a model by its address, ${example}; got ${what}`,
  )
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
