import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** The native part of an installation. */
export interface Native {
  /** Paths below `node_modules`. */
  readonly binaries: readonly string[]
  /** Packages that run a script when they are installed. */
  readonly scripts: readonly string[]
}

/** Returns the native binaries and the install scripts in the `node_modules` of a folder. */
export function findNative(folder: string): Native {
  const modules = join(folder, "node_modules")
  const manifests = globSync("**/package.json", { cwd: modules })
  const scripts = manifests.filter((file) => {
    const { name, scripts = {} } = JSON.parse(readFileSync(join(modules, file), "utf8"))
    // Other package.json files lie in a package: they state a type or are data.
    const isPackage = dirname(file).endsWith(String(name))
    return isPackage && ["preinstall", "install", "postinstall"].some((one) => one in scripts)
  })
  return {
    binaries: globSync("**/*.{node,so,dylib,dll,exe}", { cwd: modules }),
    scripts: scripts.map((file) => dirname(file)),
  }
}
