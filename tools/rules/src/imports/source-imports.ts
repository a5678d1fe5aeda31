import { dirname, join } from "node:path/posix"
import { readImports } from "./read-imports.ts"
import {
  type Manifest,
  readManifest,
  readText,
  repositoryFiles,
  type WorkspacePackage,
  workspacePackages,
} from "../workspace.ts"

/** An import of a module of another package, or of the platform. */
export interface ModuleImport {
  readonly file: string
  /** Package name: `"@pami/core"` for `"@pami/core/backend"`. */
  readonly to: string
  /** The package.json that decides what the file may import: the nearest one above it. */
  readonly manifest: Manifest
  /** Whether the file is part of what a user installs. */
  readonly published: boolean
}

/** An import by path. */
export interface FileImport {
  readonly file: string
  /** Path of the imported file from the root. */
  readonly to: string
  /** Folder of the package that the file belongs to. */
  readonly folder: string
}

/** Returns every import of every source file in the workspace. Specifiers with `node:` or `#` are left out. */
export function sourceImports(): { modules: ModuleImport[]; files: FileImport[] } {
  const modules: ModuleImport[] = []
  const files: FileImport[] = []
  for (const { folder } of workspacePackages()) {
    const manifests = manifestsIn(folder)
    for (const file of repositoryFiles(`${folder}/**/*.{ts,tsx,mts,mjs,js}`)) {
      const { manifest, folder: nearest } = manifests.find((one) => file.startsWith(`${one.folder}/`))!
      for (const specifier of readImports(file, readText(file))) {
        const [path] = specifier.split("?")
        if (path.startsWith(".")) files.push({ file, to: join(dirname(file), path), folder })
        else if (!/^(?:node:|#|\/|virtual:)/.test(path))
          modules.push({
            file,
            to: packageName(path),
            manifest,
            published: nearest === folder && isPublished(file, folder, manifest),
          })
      }
    }
  }
  return { modules, files }
}

/** Returns the package of a folder after those nested in it, such as templates. */
function manifestsIn(folder: string): WorkspacePackage[] {
  return repositoryFiles(`${folder}/**/package.json`)
    .map((file) => ({ folder: dirname(file), manifest: readManifest(file) }))
    .toSorted((a, b) => b.folder.length - a.folder.length)
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}

function isPublished(file: string, folder: string, manifest: Manifest): boolean {
  const isIncluded = manifest.private !== true && manifest.files?.includes("src") === true
  return isIncluded && file.startsWith(`${folder}/src/`) && !isTest(file)
}

/** Returns whether a file is a test. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file)
}
