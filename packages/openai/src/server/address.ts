import { exposesKey } from "@pami/backend-kit/server"

/** The address of a server. */
export interface Address {
  /** Without query, for settings and messages. */
  readonly shown: string
  /** Whether a key would travel as plain text to another machine. */
  readonly exposed: boolean
  /** Returns the address of an endpoint: `"chat/completions"`. */
  endpoint(path: string): string
}

/**
 * Returns the address of a server from the base URL of its API, such as `http://localhost:8000/v1`.
 *
 * @throws RangeError for text that is not an http or https address, or has a user name or password in it
 */
export function readAddress(url: string | URL): Address {
  const base = parse(String(url))
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new RangeError(
      `url is the address of an API, such as http://localhost:8000/v1; got ${base === undefined ? "text that is not an address" : `an address that starts with ${base.protocol}`}`,
    )
  if (base.username !== "" || base.password !== "")
    throw new RangeError("url has a user name or password in it; pass a key, or name its variable, instead")
  const folder = base.pathname.replace(/\/+$/, "")
  return {
    shown: `${base.origin}${folder}`,
    exposed: exposesKey(base),
    endpoint: (path) => `${base.origin}${folder}/${path}${base.search}`,
  }
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
