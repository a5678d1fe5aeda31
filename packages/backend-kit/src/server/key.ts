import type { Finding } from "@pami/core"
import type { PlatformUrl } from "@pami/core/tensor"

/** Returns a variable of the environment, on platforms that have one; `undefined` if it is empty. */
export function variable(name: string): string | undefined {
  const value = globalThis.process?.env?.[name]
  return value === "" ? undefined : value
}

const here = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/** Returns whether a key for this address would travel as plain text to another machine. */
export function exposesKey(url: PlatformUrl): boolean {
  const { protocol, hostname } = new URL(url.href)
  return protocol === "http:" && !here.test(hostname)
}

/** Returns the finding about a key that travels as plain text. */
export function keyUnencrypted(address: string): Finding<"KEY_UNENCRYPTED"> {
  return {
    code: "KEY_UNENCRYPTED",
    level: "warning",
    message: `the key travels to ${address} without encryption`,
    fix: "use an https address",
  }
}
