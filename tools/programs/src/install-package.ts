import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

/** Installs a system package, for root on Debian. Returns whether it is installed. */
export function installPackage(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false
  console.error(`Installing the package ${name}.`)
  // The tests of another package may be installing at the same time: apt-get has one user.
  for (let tries = 0; tries < 5; tries++) {
    succeeds(["update", "-qq"])
    if (succeeds(["-o", "DPkg::Lock::Timeout=120", "install", "-y", "-qq", name])) return true
    spawnSync("sleep", ["3"])
  }
  return false
}

function succeeds(parameters: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const { status } = spawnSync("apt-get", parameters, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: 300_000,
    env,
  })
  return status === 0
}
