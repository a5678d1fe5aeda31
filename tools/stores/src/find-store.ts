import { spawnSync } from "node:child_process"
import { accessSync, constants, existsSync, readdirSync, realpathSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
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
  const found = installed(kind) ?? fetched(kind)
  if (found !== undefined) return found
  const message = `${programs[kind].name} was not found: what needs it is skipped`
  if (process.env["CI"]) throw new Error(message)
  console.error(message)
  return undefined
}

function installed(kind: StoreKind): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
  if (kind === "postgres" && existsSync(postgresFolder)) {
    const versions = readdirSync(postgresFolder).sort((a, b) => Number(b) - Number(a))
    folders.push(...versions.map((version) => join(postgresFolder, version, "bin")))
  }
  const file = folders.map((folder) => join(folder, programs[kind].command)).find(isExecutable)
  // The path may have links to some of the programs.
  return file === undefined ? undefined : dirname(realpathSync(file))
}

function fetched(kind: StoreKind): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined
  const { name } = programs[kind]
  console.error(`${name} was not found; installing the package ${name}.`)
  // The tests of another package may be installing at the same time: apt-get has one user.
  for (let tries = 0; tries < 5; tries++) {
    succeeds(["update", "-qq"])
    if (succeeds(["-o", "DPkg::Lock::Timeout=120", "install", "-y", "-qq", name])) return installed(kind)
    spawnSync("sleep", ["3"])
  }
  return undefined
}

function succeeds(parameters: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const { status } = spawnSync("apt-get", parameters, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: 300_000,
    env,
  })
  return status === 0
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
