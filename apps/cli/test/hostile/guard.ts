import dns from "node:dns"
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"
import net from "node:net"

/** Files and addresses that were opened since the guard was set. */
export interface Guard {
  /** Paths of files that were read. */
  readonly read: Set<string>
  /** Addresses and hosts that were asked. */
  readonly asked: Set<string>
  remove(): void
}

/** Records every file that this process opens by Node's own functions, and every address that it asks. */
export function setGuard(): Guard {
  const read = new Set<string>()
  const asked = new Set<string>()
  const undo: (() => void)[] = []
  function watch(holder: object, names: readonly string[], note: (first: unknown) => unknown): void {
    for (const name of names) {
      const original = (holder as Record<string, (...args: unknown[]) => unknown>)[name]
      const watched = function (this: unknown, ...args: unknown[]) {
        note(args[0])
        return original.apply(this, args)
      }
      Object.assign(holder, { [name]: watched })
      undo.push(() => Object.assign(holder, { [name]: original }))
    }
  }
  const file = (path: unknown) => (typeof path === "number" ? undefined : read.add(String(path)))
  const host = (address: unknown) => asked.add(JSON.stringify(address))
  watch(
    fs,
    ["open", "openSync", "readFile", "readFileSync", "createReadStream", "readdir", "readdirSync"],
    file,
  )
  watch(fs.promises, ["open", "readFile", "readdir"], file)
  watch(dns, ["lookup"], host)
  watch(net.Socket.prototype, ["connect"], host)
  watch(globalThis, ["fetch"], host)
  syncBuiltinESMExports()
  return {
    read,
    asked,
    remove() {
      for (const one of undo) one()
      syncBuiltinESMExports()
    },
  }
}
