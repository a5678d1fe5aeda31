import { queueError } from "./errors.ts"

/** The address of a store. */
export interface StoreAddress {
  readonly kind: "redis" | "postgres"
  /** With the password: for the driver alone. */
  readonly url: string
  /** Without it: for messages. */
  readonly shown: string
}

const kinds: Readonly<Record<string, StoreAddress["kind"]>> = {
  "redis:": "redis",
  "rediss:": "redis",
  "postgres:": "postgres",
  "postgresql:": "postgres",
}

/**
 * Returns the parts of an address.
 *
 * @throws PamiError `QUEUE_ADDRESS_INVALID`, whose message does not repeat what came, as it may have a password
 */
export function parseAddress(text: string): StoreAddress {
  const url = URL.parse(text)
  const kind = url === null ? undefined : kinds[url.protocol]
  if (url === null || kind === undefined || url.hostname === "")
    throw queueError(
      "QUEUE_ADDRESS_INVALID",
      `the address of a queue is redis://host:6379, rediss://… with TLS, or postgres://user@host:5432/database${described(text)}`,
    )
  const { protocol, username, host, pathname } = url
  return { kind, url: text, shown: `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}` }
}

function described(text: string): string {
  if (text === "") return "; got an empty text"
  const [, scheme] = /^([a-z][\w+.-]*):\/\//i.exec(text) ?? []
  if (scheme !== undefined) return `; got one that begins with ${scheme}://`
  // A path may be shown; what has an @ may be a password.
  return /[@:\s]/.test(text) || text.length > 80 ? "; got another text" : `; got "${text}"`
}
