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
  const invalid = (got: string) =>
    queueError(
      "QUEUE_ADDRESS_INVALID",
      `the address of a queue is redis://host:6379, rediss://… with TLS, or postgres://user@host:5432/database; got ${got}`,
    )
  const url = URL.canParse(text) ? new URL(text) : null
  const kind = kinds[url?.protocol ?? ""]
  if (url === null || kind === undefined || url.hostname === "") throw invalid(described(text))
  const { protocol, username, host, pathname } = url
  if (!isEncoded(text)) throw invalid("a % that begins no code: write %25 for a % of the password")
  // A driver would take the database 0.
  if (kind === "redis" && !/^\/?\d*$/.test(pathname))
    throw invalid("a database that is not a number: write redis://host:6379/1 for the database 1")
  return { kind, url: text, shown: `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}` }
}

/** Returns whether each % of a text begins the code of a character. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function described(text: string): string {
  if (text === "") return "an empty text"
  const [, scheme] = /^([a-z][\w+.-]*):\/\//i.exec(text) ?? []
  if (scheme !== undefined && `${scheme.toLowerCase()}:` in kinds)
    return "one whose host or port cannot be read: in a user or password, write %2F for /, %3F for ?, %23 for #"
  if (scheme !== undefined) return `one that begins with ${scheme}://`
  // A path may be shown; what has an @ may be a password.
  return /[@:\s]/.test(text) || text.length > 80 ? "another text" : `"${text}"`
}
