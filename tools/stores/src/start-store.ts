import { execFileSync, spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

export type StoreKind = "redis" | "postgres"

/** A store on this machine. */
export interface RunningStore {
  readonly address: string
  /** Of its process; another one after each start. */
  readonly pid: number
  /** Kills it with SIGKILL, as a machine that loses power. */
  kill(): Promise<void>
  /** Starts it again with what is on its disk. */
  start(): Promise<void>
  /** Ends it, and removes its folder. */
  stop(): Promise<void>
}

/** Password of the user `pami`, with characters that an address must escape. */
const password = "pass word/@:1"

/**
 * Starts a store in a temporary folder, on a free port of this machine, with a password and with its persistence on.
 *
 * @param programs folder of its programs, of `findStore`
 * @param settings of Redis, such as `["--maxmemory", "4mb"]`
 */
export async function startStore(
  kind: StoreKind,
  programs: string,
  settings: readonly string[] = [],
): Promise<RunningStore> {
  const folder = mkdtempSync(join(tmpdir(), `pami-${kind}-`))
  chmodSync(folder, 0o777)
  const port = await freePort()
  const command =
    kind === "redis"
      ? redisCommand(programs, folder, port, settings)
      : postgresCommand(programs, folder, port)
  let child: ChildProcess
  const start = async () => {
    child = spawn(command[0], command.slice(1), { stdio: "ignore" })
    await untilReady(kind, port, child)
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const closed = new Promise((resolve) => child.once("close", resolve))
    child.kill(signal)
    await closed
  }
  await start()
  const [scheme, user, database] = kind === "redis" ? ["redis", "", ""] : ["postgres", "pami", "/pami"]
  return {
    address: `${scheme}://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}${database}`,
    get pid() {
      return child.pid!
    },
    kill: () => end("SIGKILL"),
    start,
    async stop() {
      await end(kind === "redis" ? "SIGTERM" : "SIGINT")
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function redisCommand(programs: string, folder: string, port: number, settings: readonly string[]): string[] {
  const fixed = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, "--requirepass", password]
  return [join(programs, "redis-server"), ...fixed, "--appendonly", "yes", "--save", "", ...settings]
}

function postgresCommand(programs: string, folder: string, port: number): string[] {
  const data = join(folder, "data")
  const file = join(folder, "password")
  writeFileSync(file, password)
  const how = ["-U", "owner", "--no-sync", "-A", "scram-sha-256", `--pwfile=${file}`]
  execFileSync(...asNobody([join(programs, "initdb"), "-D", data, ...how]), { stdio: "ignore" })
  const create = `CREATE USER pami PASSWORD '${password}'\nCREATE DATABASE pami OWNER pami\n`
  const single = [join(programs, "postgres"), "--single", "-D", data, "postgres"]
  execFileSync(...asNobody(single), { input: create, stdio: ["pipe", "ignore", "ignore"] })
  // Its sockets would lie in a folder of the system.
  const settings = ["-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1"]
  const command = [join(programs, "postgres"), "-D", data, "-p", String(port), ...settings]
  const [program, parameters] = asNobody(command)
  return [program, ...parameters]
}

/** PostgreSQL refuses to be run by root. */
function asNobody([program, ...parameters]: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [program, parameters]
  return ["setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", program, ...parameters]]
}

async function untilReady(kind: StoreKind, port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`${kind} ended with status ${child.exitCode}`)
    if (tries > 600) throw new Error(`${kind} is not ready after ${tries / 20} seconds`)
    const answer = await answerTo(port, greetings[kind])
    if (answer.startsWith(ready[kind])) return
    await sleep(50)
  }
}

/** Asked by someone without a password, a store that has started asks for it. */
const greetings: Readonly<Record<StoreKind, Buffer>> = {
  redis: Buffer.from("PING\r\n"),
  postgres: startup("user", "pami", "database", "pami"),
}
const ready: Readonly<Record<StoreKind, string>> = { redis: "-NOAUTH", postgres: "R" }

/** Returns the first message of a client of PostgreSQL. */
function startup(...names: string[]): Buffer {
  const text = Buffer.from(`${names.join("\0")}\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + text.length)
  head.writeInt32BE(3 << 16, 4)
  return Buffer.concat([head, text])
}

function answerTo(port: number, greeting: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(greeting))
    socket.once("data", (data) => {
      resolve(data.toString("latin1"))
      socket.destroy()
    })
    socket.once("error", () => resolve(""))
    socket.once("close", () => resolve(""))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })
}
