import { existsSync, readdirSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"
import { findProgram, installPackage } from "@pami/programs"
import type { StoreKind } from "./start-store.ts"

const programs = {
  redis: { command: "redis-server", name: "redis-server" },
  postgres: { command: "initdb", name: "postgresql" },
} as const

// Debian keeps the programs of PostgreSQL off the path.
const postgresFolder = "/usr/lib/postgresql"

/**
 * Returns the folder of the programs of a store: of the installed one, else, for root on Debian, of its system package. Returns
 * `undefined` and says so, or throws where `CI` is set, if there are none.
 */
export function findStore(kind: StoreKind): string | undefined {
  const found = installed(kind) ?? (installPackage(programs[kind].name) ? installed(kind) : undefined)
  if (found !== undefined) return found
  const message = `${programs[kind].name} was not found: what needs it is skipped`
  if (process.env["CI"]) throw new Error(message)
  console.error(message)
  return undefined
}

function installed(kind: StoreKind): string | undefined {
  const versions =
    kind === "postgres" && existsSync(postgresFolder)
      ? readdirSync(postgresFolder).sort((a, b) => Number(b) - Number(a))
      : []
  const more = versions.map((version) => join(postgresFolder, version, "bin"))
  const file = findProgram(programs[kind].command, more)
  // The path may have links to some of the programs.
  return file === undefined ? undefined : dirname(realpathSync(file))
}
