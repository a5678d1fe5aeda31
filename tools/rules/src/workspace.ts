import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Absolute path of the repository. */
export const root = fileURLToPath(new URL("../../../", import.meta.url))

/** The fields of a package.json that the rules read. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  /** The files and folders that are published. */
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** Path from the root of the repository: `"packages/core"`. */
  readonly folder: string
  readonly manifest: Manifest
}

/** Returns all packages of the workspace, sorted by folder. Each program in `examples` is a part of that package. */
export function workspacePackages(): WorkspacePackage[] {
  return repositoryFiles("{{packages,apps,tools}/*,examples}/package.json").map((file) => ({
    folder: dirname(file),
    manifest: readManifest(file),
  }))
}

/** Returns the paths of the files that match a pattern, from the root, sorted. Skips installed and built files. */
export function repositoryFiles(pattern: string): string[] {
  const exclude = ["**/node_modules", "**/dist", "**/reports", "**/.*"]
  return globSync(pattern, { cwd: root, exclude }).toSorted()
}

/** Returns the text of a file, given by its path from the root. */
export function readText(file: string): string {
  return readFileSync(join(root, file), "utf8")
}

/** Returns the package.json at a path from the root. */
export function readManifest(file: string): Manifest {
  return JSON.parse(readText(file)) as Manifest
}
