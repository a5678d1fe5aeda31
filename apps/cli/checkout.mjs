// The program from a checkout, for `npm run pami`: plain JavaScript, so that any Node can start it, also one that
// does not read TypeScript, and before anything is installed.
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../", import.meta.url))
const program = fileURLToPath(new URL("src/main.ts", import.meta.url))
const own = `${root}node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`

if (!existsSync(own)) {
  // stdout is for results: what the installation prints goes to stderr.
  const shell = process.platform === "win32"
  const { status } = spawnSync("npm", ["run", "--silent", "setup"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell,
  })
  if (status !== 0) {
    console.error("pami: the installation failed, see above; `npm run setup` tries again")
    process.exit(4)
  }
}

const child = spawn(own, ["-C", "source", program, ...process.argv.slice(2)], {
  // npm starts scripts in the folder of package.json; files are meant from where the person is.
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
  stdio: "inherit",
})
// The program writes what it has, and this process waits for it. From a terminal it has the signal already, and takes
// two that come at once for one.
const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }
for (const signal of Object.keys(statuses)) process.on(signal, () => child.kill(signal))
child.on("error", (error) => {
  console.error(`pami: ${own} cannot be started: ${error.message}`)
  process.exitCode = 4
})
child.on("exit", (status, signal) => {
  process.exitCode = status ?? statuses[signal] ?? 4
})
