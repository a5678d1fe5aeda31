import { readFileSync } from "node:fs"

// Fonts are no modules, and sharp is for Node.
const notForBrowsers = /^@pami\/|^@fontsource\/|^sharp$/

/** Returns the names of the modules that a package of this repository takes from npm for its code in browsers. */
export function browserDependencies(name: string): string[] {
  const file = new URL(`../../../packages/${name}/package.json`, import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> }
  return Object.keys(dependencies).filter((dependency) => !notForBrowsers.test(dependency))
}
