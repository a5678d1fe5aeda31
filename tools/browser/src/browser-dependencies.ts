import { readFileSync } from "node:fs"

// Fonts are not modules, and sharp is for Node.
const notForBrowsers = /^@pami\/|^@fontsource\/|^sharp$/

/** Returns the npm dependencies that the browser code of a package in this repository uses. */
export function browserDependencies(name: string): string[] {
  const file = new URL(`../../../packages/${name}/package.json`, import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> }
  return Object.keys(dependencies).filter((dependency) => !notForBrowsers.test(dependency))
}
